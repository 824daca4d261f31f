import { listText } from './number.ts';

/** Symbols typed with commas or spaces, in capitals, each once. */
export const readSymbols = (text: string): readonly string[] => [
  ...new Set(
    text
      .toUpperCase()
      .split(/[\s,;]+/)
      .filter((s) => s !== ''),
  ),
];

/** Those of the symbols that are not known, as words; empty when all are. */
export const strangers = (symbols: readonly string[], known: ReadonlySet<string>): string =>
  listText([...new Set(symbols)].filter((s) => !known.has(s)));
