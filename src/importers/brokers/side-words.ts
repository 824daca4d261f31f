import type { WordList } from '../simple-table.ts';

/** Side words of order and execution lists. */
export const SIDES: WordList = [
  [/^(?:buy to cover|cover|bc)\b/, 'buy_to_cover'],
  [/^(?:short sell|sell short|short|ss)\b/, 'sell_short'],
  [/^(?:buy|b)\b/, 'buy'],
  [/^(?:sell|s)\b/, 'sell'],
];
