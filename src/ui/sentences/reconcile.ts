import { cents } from '../../core/money.ts';
import type { ViewDifferences, ViewDifferenceView } from '../../stores/view-types.ts';
import { dollarsText } from '../format/money.ts';
import { plural } from '../format/number.ts';

const WHY =
  'The law looks at all your accounts and at what you hold to be the same; a broker sees one account and one security.';

/** What the law's view and the broker's differ in, and why, in one breath. */
export function reconcileSentence(differences: ViewDifferences): string {
  if (differences.total === 0)
    return 'Both ways give the same: each sale here should tie to your brokers’ 1099-B.';
  const more = differences.lawMinusBroker;
  const sales = plural(differences.sales, 'sale');
  if (more === 0) return `The two ways differ on ${sales}, in when a loss counts and not in how much. ${WHY}`;
  const size = dollarsText(cents(Math.abs(more)));
  return `The two ways differ on ${sales}: the law leaves ${size} ${more > 0 ? 'more' : 'less'} of loss uncounted than your 1099-B will show. ${WHY}`;
}

/** Why one row differs. */
export function whyViewsDiffer(row: ViewDifferenceView): string {
  if (row.lawDisallowed > row.brokerDisallowed)
    return 'It was replaced where this broker does not look: in another account, or by something you hold to be the same.';
  if (row.lawDisallowed < row.brokerDisallowed)
    return 'Under the law the purchase your broker counts already replaced another sale.';
  return 'The lot’s basis holds an earlier loss that only one of the two ways put there.';
}
