import { useState, type ReactElement } from 'react';

/** A labelled number that is taken when the field is left or Enter is pressed; what cannot be read is put back. */
export function NumberField({
  label,
  value,
  onCommit,
  max = 1e12,
  testId,
  placeholder,
}: {
  readonly label: string;
  readonly value: number | null;
  readonly onCommit: (value: number) => void;
  readonly max?: number;
  readonly testId?: string;
  readonly placeholder?: string;
}): ReactElement {
  const [draft, setDraft] = useState<string | null>(null);
  const shown = draft ?? (value === null ? '' : String(value));
  const commit = (): void => {
    if (draft === null) return;
    const n = Number(draft.replace(/[$,\s%]/g, '') || '0');
    setDraft(null);
    if (Number.isFinite(n) && n >= 0 && n <= max) onCommit(n);
  };
  return (
    <label>
      <span>{label}</span>
      <input
        className="select-plain num"
        inputMode="decimal"
        value={shown}
        placeholder={placeholder}
        data-testid={testId}
        onChange={(e) => setDraft(e.target.value)}
        onBlur={commit}
        onKeyDown={(e) => {
          if (e.key === 'Enter') commit();
        }}
      />
    </label>
  );
}
