import { cents } from '../../core/money.ts';
import { startingRate } from '../../domain/tax/years/state-rates.ts';
import type { TaxYearView } from '../../stores/view-types.ts';
import { dollarsText } from '../format/money.ts';
import { STATE_NAMES } from '../format/states.ts';

const size = (amount: number): string => dollarsText(cents(Math.abs(amount)));

/** The first sentence of the tax page. `isOver` = the year has ended. */
export function taxSentence(tax: TaxYearView, isOver: boolean): string {
  const net = tax.netShort + tax.netLong;
  const when = isOver ? `For ${tax.year}` : `So far in ${tax.year}`;
  if (tax.form8949.total === 0 && tax.total === 0)
    return `${when} nothing was sold and no investment tax is due.`;
  if (tax.total > 0) {
    const of = net > 0 ? `on net gains of ${size(net)}` : 'on dividends and interest';
    return `${when} your investments ${isOver ? 'cost' : 'add'} an estimated ${size(tax.total)} of tax, ${of}.`;
  }
  if (tax.total < 0)
    return `${when} your net loss of ${size(net)} lowers your tax by an estimated ${size(tax.total)}.`;
  if (net < 0) return `${when} you have a net loss of ${size(net)} and no investment tax to pay.`;
  return `${when} your net gains of ${size(net)} fall in the 0\u00a0% bracket: no tax is due on them.`;
}

/** Where the rate of a chosen state comes from, and what it leaves out. */
export function stateRateSentence(state: string, year: number): string {
  const name = STATE_NAMES[state] ?? state;
  const start = startingRate(state, year);
  if (!start)
    return `${name} has no one rate that would fit: enter the rate you pay on gains, 0 if your gains are not taxed there.`;
  if (start.rate === 0) return `${name} does not tax gains in ${start.year}.`;
  const above =
    start.from > 0 ? ` on income above ${dollarsText(cents(start.from * 100))} (single filer)` : '';
  return `${name}’s top rate of ${start.year} is ${Math.round(start.rate * 100_000) / 1000}\u00a0%${above}, as PolicyEngine-US has it; not checked against the state’s forms. If you pay less, change the rate.`;
}
