import type { BehaviourEntry } from './behaviour-entry.ts';
import { percent, plain } from './behaviour-entry.ts';
import type { SaleFact } from './behaviour-history.ts';
import { measured, median, total } from './behaviour-snapshot.ts';
import type { Measure, Snapshot } from './behaviour-snapshot.ts';

const share = (part: readonly SaleFact[], all: readonly SaleFact[]): Measure =>
  measured(part.length / all.length, all.length);

/** Sales of winners in the ten weeks after the one-year mark against those from two months before it on. */
function waitsForYear(s: Snapshot): Measure {
  const near = s.gains.filter((g) => g.heldDays > 300 && g.heldDays <= 436);
  return share(
    near.filter((g) => g.long),
    near,
  );
}

/** A loss sale can be judged once 31 days have passed, or as soon as the symbol was bought again. */
function rebuys(s: Snapshot): Measure {
  let judged = 0;
  let again = 0;
  for (const loss of s.losses) {
    const back = s.buys.some((b) => b.symbol === loss.symbol && b.day > loss.day && b.day - loss.day <= 31);
    if (back) again += 1;
    if (back || s.day - loss.day > 31) judged += 1;
  }
  return measured(again / judged, judged);
}

/** Loss sales with a purchase of something else from two days before to seven days after. */
function replaced(s: Snapshot): Measure {
  const judged = s.losses.filter((l) => s.day - l.day > 7);
  const hits = judged.filter((l) =>
    s.buys.some((b) => b.symbol !== l.symbol && b.day >= l.day - 2 && b.day - l.day <= 7),
  );
  return share(hits, judged);
}

/** What sales realised and when: eleven numbers that need lots, but no prices. */
export const TAX_HABITS: readonly BehaviourEntry[] = [
  {
    name: 'longTermGainShare',
    label: 'Gains taken long-term',
    unit: 'share',
    formula: 'long-term gains / all gains realised, dollars',
    center: 0.5,
    scale: 0.35,
    evidence: 5,
    measure: (s) => {
      const all = total(s.gains.map((g) => g.gain));
      return measured(total(s.gains.filter((g) => g.long).map((g) => g.gain)) / all, s.gains.length);
    },
    words: (v) => `${percent(v)} of your realised gains were long-term.`,
  },
  {
    name: 'shortTermGainSales',
    label: 'Short-term gains taken',
    unit: 'share',
    formula: 'lots sold at a short-term gain / lots sold',
    center: 0.3,
    scale: 0.25,
    evidence: 6,
    measure: (s) =>
      share(
        s.gains.filter((g) => !g.long),
        s.sales,
      ),
    words: (v) => `${percent(v)} of your sales took a gain within the first year.`,
  },
  {
    name: 'waitsForYear',
    label: 'Waits for the one-year mark',
    unit: 'share',
    formula: 'winners sold in the ten weeks after the one-year mark / those sold from 300 days to then',
    center: 0.55,
    scale: 0.25,
    evidence: 3,
    measure: waitsForYear,
    words: (v) => `Of winners sold around their first anniversary, you sold ${percent(v)} after it.`,
  },
  {
    name: 'lossSales',
    label: 'Sales at a loss',
    unit: 'share',
    formula: 'lots sold at a loss / lots sold with a known cost',
    center: 0.4,
    scale: 0.25,
    evidence: 6,
    measure: (s) =>
      share(
        s.losses,
        s.sales.filter((x) => x.gainRate !== null),
      ),
    words: (v) => `${percent(v)} of your sales were at a loss.`,
  },
  {
    name: 'yearEndLosses',
    label: 'Losses taken at year end',
    unit: 'share',
    formula: 'loss sales from 15 November to 31 December / loss sales (13 % of the year)',
    center: 0.2,
    scale: 0.25,
    evidence: 4,
    measure: (s) =>
      share(
        s.losses.filter((l) => l.yearEnd),
        s.losses,
      ),
    words: (v) => `${percent(v)} of your loss sales fell between mid-November and New Year.`,
  },
  {
    name: 'earlyLosses',
    label: 'Losses taken short-term',
    unit: 'share',
    formula: 'loss sales within the first year / loss sales',
    center: 0.6,
    scale: 0.3,
    evidence: 4,
    measure: (s) =>
      share(
        s.losses.filter((l) => !l.long),
        s.losses,
      ),
    words: (v) => `${percent(v)} of your losses were taken within the first year.`,
  },
  {
    name: 'rebuysWithin31',
    label: 'Bought back within 31 days',
    unit: 'share',
    formula: 'loss sales whose symbol was bought again within 31 days / loss sales at least 31 days old',
    center: 0.15,
    scale: 0.25,
    evidence: 4,
    measure: rebuys,
    words: (v) => `After ${percent(v)} of your loss sales you bought the same thing back within 31 days.`,
  },
  {
    name: 'replacedAfterLoss',
    label: 'Replaced after a loss',
    unit: 'share',
    formula: 'loss sales with a purchase of another symbol within a week / loss sales',
    center: 0.5,
    scale: 0.3,
    evidence: 4,
    measure: replaced,
    words: (v) => `After ${percent(v)} of your loss sales you bought something else within a week.`,
  },
  {
    name: 'lossesPerYear',
    label: 'Losses realised a year',
    unit: 'per year',
    formula: 'realised losses / time-averaged cost held / years covered',
    center: 0.04,
    scale: 0.06,
    evidence: 6,
    measure: (s) =>
      s.averageCost > 0
        ? measured(
            -total(s.losses.map((l) => l.gain)) / s.averageCost / s.years,
            s.buys.length + s.sells.length,
          )
        : null,
    words: (v) => `You realise losses worth ${percent(v)} of what you hold in a year.`,
  },
  {
    name: 'lossDepth',
    label: 'Depth of losses taken',
    unit: 'share',
    formula: 'median loss rate over loss sales, as a positive number',
    center: 0.12,
    scale: 0.08,
    evidence: 4,
    measure: (s) => measured(median(s.losses.map((l) => -(l.gainRate ?? 0))), s.losses.length),
    words: (v) => `When you sell at a loss, it is typically ${percent(v)}.`,
  },
  {
    name: 'gainDepth',
    label: 'Size of gains taken',
    unit: 'share',
    formula: 'median gain rate over gain sales',
    center: 0.18,
    scale: 1,
    evidence: 4,
    log: true,
    measure: (s) => measured(median(s.gains.map((g) => g.gainRate ?? 0)), s.gains.length),
    words: (v) => `When you sell at a gain, it is typically ${plain(100 * v)} %.`,
  },
];
