import type { MatchReason, MatchRow } from '../../stores/broker-store.ts';
import { isSettled } from '../../stores/broker-store.ts';
import { listText, plural } from '../format/number.ts';

/** The finding of a comparison with a positions file. */
export function matchSentence(rows: readonly MatchRow[]): string {
  const off = rows.filter((r) => !isSettled(r));
  if (rows.length === 0) return 'The file lists no position.';
  if (off.length === 0) return `Yes: all ${plural(rows.length, 'position')} match.`;
  const good = rows.length - off.length;
  const names = listText(off.map((r) => r.symbol));
  return good === 0
    ? `Not yet: ${names} ${off.length === 1 ? 'differs' : 'differ'}.`
    : `Mostly: ${plural(good, 'position')} ${good === 1 ? 'matches' : 'match'}; ${names} ${off.length === 1 ? 'differs' : 'differ'}.`;
}

/** What a difference most likely is, and what to do. "Perhaps" where the numbers only suggest it. */
export function reasonText(reason: MatchReason): string {
  switch (reason.code) {
    case 'match':
      return 'Shares and cost agree.';
    case 'no-broker-basis':
      return 'Shares match; the broker’s file tells no cost.';
    case 'basis-missing':
      return `${plural(reason.lots, 'lot')} came in without a cost.`;
    case 'wash-basis':
      return 'A wash sale moved a loss into the basis; a broker counts only what happens in one account.';
    case 'lot-method':
      return 'Perhaps the broker used up other lots when you sold. Check the lot method of the account.';
    case 'basis-adjusted':
      return 'Perhaps the broker adjusted its cost: a return of capital, a spin-off, or reinvested dividends that the files lack.';
    case 'split':
      return `The broker holds ${reason.from === 1 ? `${reason.to} times` : `${reason.to}/${reason.from} of`} your shares: a ${reason.to}-for-${reason.from} split is perhaps missing in the files.`;
    case 'renamed':
      return `The same number of shares as ${reason.other}: perhaps the same holding under another symbol.`;
    case 'no-history':
      return 'No row about it in your files: the history that bought it is missing.';
    case 'part-missing':
      return 'The files hold fewer shares than the broker: purchases, transfers in or reinvestments are missing.';
    case 'sold-since':
      return 'The files hold more shares than the broker: sales or transfers out since the last row are missing.';
    case 'cash-fund':
      return 'Looks like a cash fund; it counts as cash here.';
    case 'option':
      return 'An option contract; it is kept apart from shares.';
  }
}
