import type { BehaviourEntry } from './behaviour-entry.ts';
import { percent, plain } from './behaviour-entry.ts';
import { mean, measured, median, total } from './behaviour-snapshot.ts';
import type { Measure, Snapshot } from './behaviour-snapshot.ts';

const proceeds = (s: Snapshot): number => total(s.sales.map((x) => x.proceeds));

/** Share of sold dollars that satisfies a condition on the days held. */
function soldShare(s: Snapshot, held: (days: number) => boolean): Measure {
  const all = proceeds(s);
  return all > 0
    ? measured(total(s.sales.filter((x) => held(x.heldDays)).map((x) => x.proceeds)) / all, s.sales.length)
    : null;
}

/** Coefficient of variation of the gaps between buying days: 0 = like clockwork, 1 = at random. */
function irregularity(s: Snapshot): Measure {
  const days = [...new Set(s.buys.map((b) => b.day))];
  const gaps = days.slice(1).map((d, i) => d - (days[i] as number));
  if (gaps.length < 3) return null;
  const m = mean(gaps);
  return measured(Math.sqrt(mean(gaps.map((g) => (g - m) ** 2))) / m, gaps.length);
}

/** How often and how long: eight numbers that need no prices. */
export const ACTIVITY: readonly BehaviourEntry[] = [
  {
    name: 'tradesPerYear',
    label: 'Trades a year',
    unit: 'per year',
    formula: 'purchases and sales / years covered',
    center: 30,
    scale: 1.2,
    evidence: 10,
    log: true,
    measure: (s) => measured((s.buys.length + s.sells.length) / s.years, s.buys.length + s.sells.length),
    words: (v) => `You make about ${plain(v)} trades a year.`,
  },
  {
    name: 'turnover',
    label: 'Turnover',
    unit: 'per year',
    formula: 'dollars sold / time-averaged cost held / years covered',
    center: 0.5,
    scale: 1.5,
    evidence: 8,
    log: true,
    measure: (s) =>
      s.averageCost > 0
        ? measured(
            total(s.sells.map((x) => x.value)) / s.averageCost / s.years,
            s.buys.length + s.sells.length,
          )
        : null,
    words: (v) => `You sell ${percent(v)} of what you hold in a year.`,
  },
  {
    name: 'holdingDays',
    label: 'Typical holding time',
    unit: 'days',
    formula: 'median days from purchase to sale over lots sold',
    center: 200,
    scale: 1.2,
    evidence: 6,
    log: true,
    measure: (s) => measured(median(s.sales.map((x) => x.heldDays)), s.sales.length),
    words: (v) => `What you sell, you typically held for ${plain(v)} days.`,
  },
  {
    name: 'quickRoundTrips',
    label: 'Sold within a month',
    unit: 'share',
    formula: 'share of sold dollars held at most 31 days',
    center: 0.15,
    scale: 0.25,
    evidence: 6,
    measure: (s) => soldShare(s, (d) => d <= 31),
    words: (v) => `${percent(v)} of what you sold was held for a month or less.`,
  },
  {
    name: 'heldOverYear',
    label: 'Sold after more than a year',
    unit: 'share',
    formula: 'share of sold dollars held more than 365 days',
    center: 0.4,
    scale: 0.35,
    evidence: 6,
    measure: (s) => soldShare(s, (d) => d > 365),
    words: (v) => `${percent(v)} of what you sold was held for more than a year.`,
  },
  {
    name: 'openAge',
    label: 'Age of what you hold',
    unit: 'years',
    formula: 'cost-weighted mean age of open lots',
    center: 1,
    scale: 1,
    evidence: 5,
    log: true,
    measure: (s) => {
      const cost = total(s.open.map((o) => o.piece.cost));
      const age = total(s.open.map((o) => o.piece.cost * (s.day - o.piece.from)));
      return cost > 0 ? measured(age / cost / 365.25, s.open.length) : null;
    },
    words: (v) => `What you hold is on average ${plain(v)} years old.`,
  },
  {
    name: 'buyShare',
    label: 'Buying against selling',
    unit: 'share',
    formula: 'dollars bought / (bought + sold)',
    center: 0.6,
    scale: 0.2,
    evidence: 8,
    measure: (s) => {
      const bought = total(s.buys.map((x) => x.value));
      const all = bought + total(s.sells.map((x) => x.value));
      return all > 0 ? measured(bought / all, s.buys.length + s.sells.length) : null;
    },
    words: (v) => `Of every dollar you traded, ${percent(v)} was buying.`,
  },
  {
    name: 'irregularity',
    label: 'Regularity of buying',
    unit: 'ratio',
    formula: 'standard deviation / mean of the gaps between buying days',
    center: 0.9,
    scale: 0.4,
    evidence: 6,
    measure: irregularity,
    words: (v) =>
      v < 0.4
        ? 'You buy like clockwork.'
        : v < 0.8
          ? 'You buy fairly regularly.'
          : 'You buy when the moment suits you.',
  },
];
