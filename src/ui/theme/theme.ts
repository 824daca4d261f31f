import { createTheme, localStorageColorSchemeManager, type MantineColorsTuple } from '@mantine/core';

const teal: MantineColorsTuple = [
  '#e6f6f4',
  '#c9ebe7',
  '#99dcd5',
  '#5fcbc0',
  '#2dd4bf',
  '#17a394',
  '#0f766e',
  '#0c625b',
  '#0a4f4a',
  '#073b37',
];

/** Mantine under the look of the house: four sizes, 6-pixel corners, one accent, no shadows. */
export const theme = createTheme({
  primaryColor: 'teal',
  primaryShade: { light: 6, dark: 4 },
  colors: { teal },
  autoContrast: true,
  luminanceThreshold: 0.4,
  fontFamily: "'Inter Variable', system-ui, sans-serif",
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, monospace',
  fontSizes: { xs: '12px', sm: '14px', md: '14px', lg: '18px', xl: '32px' },
  defaultRadius: '6px',
  respectReducedMotion: true,
  headings: { fontFamily: "'Inter Variable', system-ui, sans-serif", fontWeight: '600' },
});

export const colorSchemeManager = localStorageColorSchemeManager({ key: 'keepfolio-theme' });
