import { cents } from '../../core/money.ts';
import type { PlanView } from '../../stores/view-types.ts';
import { dollarsText } from '../format/money.ts';
import { plural } from '../format/number.ts';

const size = (amount: number): string => dollarsText(cents(Math.abs(amount)));

/** The first sentence of the plan. `washRisks` is the count of trades that would run into a wash sale. */
export function planSentence(plan: PlanView, washRisks: number): string {
  const { trades, tax } = plan;
  if (trades.length === 0) return 'Nothing needs to be traded: what you hold fits your goals as they stand.';
  const lots = trades.reduce((n, t) => n + t.lots.length, 0);
  const what =
    lots > 0
      ? `Selling ${lots === 1 ? 'this lot' : `these ${lots} lots`}`
      : `Buying ${trades.length === 1 ? 'this' : `these ${trades.length}`}`;
  const wash =
    washRisks === 0
      ? 'and breaks no wash-sale rule'
      : `but ${plural(washRisks, 'trade')} would run into a wash sale`;
  if (tax.planned < 0) return `${what} saves an estimated ${size(tax.planned)} of tax ${wash}.`;
  if (tax.planned === 0) return `${what} costs no tax ${wash}.`;
  const saved = tax.naive - tax.planned;
  const against = saved > 0 ? `, ${size(saved)} less than trading without regard to tax,` : '';
  return `${what} costs an estimated ${size(tax.planned)} of tax${against} ${wash}.`;
}
