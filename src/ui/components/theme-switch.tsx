import { useMantineColorScheme } from '@mantine/core';
import type { ReactElement } from 'react';

const CHOICES = [
  ['light', 'Light'],
  ['dark', 'Dark'],
  ['auto', 'As the system'],
] as const;

/** Light, dark or as the system has it. A native select: small, known to every keyboard and screen reader. */
export function ThemeSwitch(): ReactElement {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <label className="row" style={{ gap: 8 }}>
      Theme
      <select
        className="select-plain"
        value={colorScheme}
        data-testid="theme"
        onChange={(event) => setColorScheme(event.target.value as 'light' | 'dark' | 'auto')}
      >
        {CHOICES.map(([value, label]) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
    </label>
  );
}
