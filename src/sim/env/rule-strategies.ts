import { baselineWeights, withHarvester, type BaselineName } from '../../domain/portfolio/baselines.ts';
import { HARVEST_THRESHOLD } from '../../features/state.ts';
import type { Slice } from '../markets/sampler.ts';
import type { WeeklyTable } from '../markets/weekly-table.ts';
import type { Episode } from './episode.ts';

/** The rules every policy is shown beside, the rule-based harvesters among them. */
export const COMPARATORS = [
  'hold',
  'equal',
  'inverseVol',
  'minVariance',
  'momentum',
  'sixtyForty',
  'hold+harvest',
  'equal+harvest',
] as const;
export type Comparator = (typeof COMPARATORS)[number];

/** Weeks between a comparator's rebalancings: monthly. */
const REBALANCE = 4;
const LOOK_BACK = 104;

/** Weekly returns of a slice's assets up to (not including) week `week`, oldest first. */
function historyOf(table: WeeklyTable, slice: Slice, week: number): { returns: Float64Array; weeks: number } {
  const end = slice.start + week;
  const from = Math.max(0, end - LOOK_BACK);
  const n = slice.columns.length;
  const returns = new Float64Array((end - from) * n);
  for (let k = from; k < end; k++) {
    slice.columns.forEach((a, j) => {
      const at = k * table.assets + a;
      returns[(k - from) * n + j] = (table.gap[at] as number) * (table.rest[at] as number) - 1;
    });
  }
  return { returns, weeks: end - from };
}

/** Target and urgency of a rule at the present week. */
export function ruleTarget(
  name: Comparator,
  table: WeeklyTable,
  slice: Slice,
  e: Episode,
): { target: Float64Array; urgency: number } {
  const n = e.setup.tape.assets;
  const s = e.summary;
  const [base, harvest] = name.split('+') as [BaselineName, string | undefined];
  const flags = Array.from({ length: n }, (_, i) => {
    const value = s.value[i] as number;
    return value > 0 && !s.washWindow[i] && (s.harvestLoss[i] as number) >= HARVEST_THRESHOLD * value;
  });
  const isDue = base !== 'hold' && e.week % REBALANCE === 0;
  const isHarvest = harvest !== undefined && flags.some(Boolean);
  const current = Float64Array.from(s.value, (v) => v / s.total);
  const cashShare = Math.max(0, e.account.cash / s.total);
  const out = new Float64Array(n + 1);
  if (!isDue && !isHarvest) {
    out.set(current);
    out[n] = cashShare;
    return { target: out, urgency: 0 };
  }
  const history = historyOf(table, slice, e.week);
  const weights = isDue
    ? baselineWeights(base, {
        assets: n,
        current,
        ...history,
        isBond: slice.columns.map((a) => table.isBond[a] as boolean),
      })
    : baselineWeights('hold', { assets: n, current, ...history, isBond: [] });
  const invested = isDue ? 1 : 1 - cashShare;
  const final = isHarvest ? withHarvester(weights, flags) : weights;
  final.forEach((w, i) => (out[i] = w * invested));
  out[n] = 1 - invested;
  return { target: out, urgency: 1 };
}
