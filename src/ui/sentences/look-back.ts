import { centsFromDollars } from '../../core/money.ts';
import type { LookBackCurve, LookBackView } from '../../stores/view-types.ts';
import { dateText } from '../format/date.ts';
import { dollarsText } from '../format/money.ts';
import { policyName } from '../format/policies.ts';

const endOf = (c: LookBackCurve): number => c.afterLiquidation.at(-1) ?? 0;
const money = (dollars: number): string => dollarsText(centsFromDollars(dollars));

/** Growth a year of what would be left after a sale, over the weeks shown. */
export function yearlyGrowth(c: LookBackCurve): number {
  const years = (c.afterLiquidation.length - 1) / 52;
  const start = c.beforeTax[0] ?? 0;
  return years > 0 && start > 0 ? (endOf(c) / start) ** (1 / years) - 1 : 0;
}

/** Closer than this share of the start value counts as no difference. */
const TIE = 0.005;

/** What came out, the model's place in it named whatever it is. */
export function lookBackSentence(view: LookBackView): string {
  const ranked = view.curves.toSorted((a, b) => endOf(b) - endOf(a));
  const [first] = ranked;
  const from = view.dates[0];
  if (!first || from === undefined) return 'Nothing to show.';
  const start = first.beforeTax[0] ?? 0;
  const since = `Since ${dateText(from)}, ${money(start)} in your symbols would have become ${money(endOf(first))} with “${policyName(first.policy)}”, after tax and after selling all.`;
  const model = view.curves.find((c) => c.policy === 'model');
  const hold = view.curves.find((c) => c.policy === 'hold');
  if (!model || !hold) return since;
  const gap = endOf(model) - endOf(hold);
  if (Math.abs(gap) < TIE * start) return `${since} The model and holding on come out about equal.`;
  return `${since} The model ends ${money(Math.abs(gap))} ${gap > 0 ? 'above' : 'below'} holding on.`;
}
