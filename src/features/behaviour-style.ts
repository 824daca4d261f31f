import type { BehaviourEntry } from './behaviour-entry.ts';
import { percent, plain } from './behaviour-entry.ts';
import type { EveColumns } from './behaviour-market.ts';
import type { TradeFact } from './behaviour-history.ts';
import { closeAt, eveOf } from './behaviour-market.ts';
import { mean, measured, total } from './behaviour-snapshot.ts';
import type { Measure, Snapshot } from './behaviour-snapshot.ts';

const clip = (x: number, bound: number): number => Math.max(-bound, Math.min(bound, x));

/** Mean of an eve column over priced trades; single trades are held to +-4 so that one cannot rule. */
function meanSeen(trades: readonly TradeFact[], column: (c: EveColumns) => number | null): Measure {
  const values = trades
    .map((t) => (t.seen ? column(t.seen) : null))
    .filter((v): v is number => v !== null)
    .map((v) => clip(v, 4));
  return measured(mean(values), values.length);
}

const logVolatility = (c: EveColumns): number => Math.log(c.volatility);

function volatilityShift(s: Snapshot): Measure {
  const bought = meanSeen(s.buys, logVolatility);
  const sold = meanSeen(s.sells, logVolatility);
  return bought && sold ? measured(bought.value - sold.value, Math.min(bought.n, sold.n)) : null;
}

/**
 * Odean's (1998) disposition effect: on days with a sale, the proportion of winners realised less the
 * proportion of losers realised, winners and losers counted over everything priced in the account.
 */
function disposition(s: Snapshot): Measure {
  const { market, pieces } = s.history;
  if (!market) return null;
  const counts = { gainSold: 0, lossSold: 0, gainKept: 0, lossKept: 0 };
  // The most recent 150 sale days: habits of a decade ago say little, and the pass stays short.
  const days = [...new Set(s.sales.map((x) => x.day))].slice(-150);
  for (const day of days) {
    const eve = eveOf(market, day);
    for (const p of pieces) {
      if (p.from >= day) break;
      if (p.to < day || p.asset < 0 || p.closeAtStart <= 0) continue;
      const up = closeAt(market, p.asset, eve) > p.closeAtStart;
      if (p.to === day) counts[up ? 'gainSold' : 'lossSold'] += 1;
      else counts[up ? 'gainKept' : 'lossKept'] += 1;
    }
  }
  const winners = counts.gainSold + counts.gainKept;
  const losers = counts.lossSold + counts.lossKept;
  if (winners === 0 || losers === 0) return null;
  return measured(counts.gainSold / winners - counts.lossSold / losers, counts.gainSold + counts.lossSold);
}

/** 1 / sum of squared weights: how many equal positions the holdings amount to. */
function effectivePositions(s: Snapshot): Measure {
  const bySymbol = new Map<string, number>();
  for (const o of s.open) bySymbol.set(o.piece.symbol, (bySymbol.get(o.piece.symbol) ?? 0) + o.value);
  const squares = total([...bySymbol.values()].map((v) => (v / s.invested) ** 2));
  return s.invested > 0 ? measured(1 / squares, s.open.length) : null;
}

function defensiveShare(s: Snapshot): Measure {
  const known = s.open.filter((o) => o.piece.meta !== null);
  const all = total(known.map((o) => o.value));
  const safe = known.filter(
    (o) => o.piece.meta?.assetClass === 'bond' || o.piece.meta?.assetClass === 'cash',
  );
  return all > 0 ? measured(total(safe.map((o) => o.value)) / all, known.length) : null;
}

/** "ahead of the market (by 0.9 of its usual swings)". */
function againstMarket(v: number): string {
  if (Math.abs(v) < 0.15) return 'in line with the market';
  return `${v > 0 ? 'ahead of' : 'behind'} the market (by ${plain(Math.abs(v))} of its usual swings)`;
}

/** What was bought, sold and held, seen through prices: thirteen numbers, most of which need a market. */
export const STYLE: readonly BehaviourEntry[] = [
  {
    name: 'disposition',
    label: 'Sells winners, keeps losers',
    unit: 'ratio',
    formula:
      'proportion of winners realised - proportion of losers realised, on days with a sale (Odean 1998)',
    center: 0,
    scale: 0.2,
    evidence: 8,
    measure: disposition,
    words: (v) =>
      v > 0.05
        ? 'You sell winners sooner than losers.'
        : v < -0.05
          ? 'You sell losers sooner than winners.'
          : 'You sell winners and losers alike.',
  },
  {
    name: 'buyMomentum',
    label: 'Momentum of purchases',
    unit: 'sigma',
    formula: "mean over purchases of the 63-day return beyond the universe's, in the asset's own volatility",
    center: 0,
    scale: 0.6,
    evidence: 8,
    measure: (s) => meanSeen(s.buys, (c) => c.momentum),
    words: (v) => `What you buy had lately run ${againstMarket(v)}.`,
  },
  {
    name: 'sellMomentum',
    label: 'Momentum of sales',
    unit: 'sigma',
    formula: 'the same over sales',
    center: 0,
    scale: 0.6,
    evidence: 8,
    measure: (s) => meanSeen(s.sells, (c) => c.momentum),
    words: (v) => `What you sell had lately run ${againstMarket(v)}.`,
  },
  {
    name: 'buyTrend',
    label: 'Long trend of purchases',
    unit: 'sigma',
    formula: 'mean over purchases of the log return from 252 to 21 days before, in own volatility',
    center: 0.4,
    scale: 0.6,
    evidence: 8,
    measure: (s) => meanSeen(s.buys, (c) => c.trend),
    words: (v) =>
      v > 0.6
        ? 'You buy what has risen for a year.'
        : v < 0
          ? 'You buy what has fallen for a year.'
          : 'The past year of what you buy is mixed.',
  },
  {
    name: 'buyVolatility',
    label: 'Swings of purchases',
    unit: 'share',
    formula: 'geometric mean over purchases of annualised 63-day volatility',
    center: 0.22,
    scale: 0.5,
    evidence: 6,
    log: true,
    measure: (s) => {
      const m = meanSeen(s.buys, logVolatility);
      return m && { value: Math.exp(m.value), n: m.n };
    },
    words: (v) => `What you buy swings by about ${percent(v)} a year.`,
  },
  {
    name: 'volatilityShift',
    label: 'Moves toward calm or swings',
    unit: 'ratio',
    formula: 'mean log volatility of purchases - that of sales',
    center: 0,
    scale: 0.3,
    evidence: 10,
    measure: volatilityShift,
    words: (v) =>
      v > 0.1
        ? 'You trade calm things for wilder ones.'
        : v < -0.1
          ? 'You trade wild things for calmer ones.'
          : 'You buy about as much risk as you sell.',
  },
  {
    name: 'buyDrawdown',
    label: 'Purchases after a fall',
    unit: 'share',
    formula: 'mean over purchases of the fall from the 252-day high',
    center: 0.1,
    scale: 0.1,
    evidence: 8,
    measure: (s) => meanSeen(s.buys, (c) => c.drawdown),
    words: (v) => `You buy on average ${percent(v)} below the last year's high.`,
  },
  {
    name: 'sellDrawdown',
    label: 'Sales after a fall',
    unit: 'share',
    formula: 'mean over sales of the fall from the 252-day high',
    center: 0.12,
    scale: 0.1,
    evidence: 8,
    measure: (s) => meanSeen(s.sells, (c) => c.drawdown),
    words: (v) => `You sell on average ${percent(v)} below the last year's high.`,
  },
  {
    name: 'marketAtSales',
    label: 'Market when you sell',
    unit: 'sigma',
    formula: "mean over sales of the universe's 21-day return, in its own volatility",
    center: 0.2,
    scale: 0.5,
    evidence: 8,
    measure: (s) => {
      const moves = s.sells.map((t) => t.marketMove).filter((m): m is number => m !== null);
      return measured(mean(moves.map((m) => clip(m, 4))), moves.length);
    },
    words: (v) =>
      v < -0.3
        ? 'You tend to sell when the market has just fallen.'
        : v > 0.6
          ? 'You tend to sell when the market has just risen.'
          : 'You sell in good and bad months alike.',
  },
  {
    name: 'effectivePositions',
    label: 'Spread over positions',
    unit: 'positions',
    formula: '1 / sum of squared weights of what is held',
    center: 7,
    scale: 0.7,
    evidence: 4,
    log: true,
    measure: effectivePositions,
    words: (v) => `Your holdings are as spread as ${plain(v)} equal positions.`,
  },
  {
    name: 'cashShare',
    label: 'Cash',
    unit: 'share',
    formula: 'cash / (cash + value held)',
    center: 0.12,
    scale: 0.15,
    evidence: 6,
    measure: (s) =>
      s.cash + s.invested > 0
        ? measured(s.cash / (s.cash + s.invested), s.buys.length + s.sells.length)
        : null,
    words: (v) => `About ${percent(v)} of the account is cash.`,
  },
  {
    name: 'defensiveShare',
    label: 'Bonds and cash funds',
    unit: 'share',
    formula: 'value in bonds and cash-like funds / value held in assets the market data knows',
    center: 0.15,
    scale: 0.2,
    evidence: 4,
    measure: defensiveShare,
    words: (v) => `${percent(v)} of what you hold is bonds or cash-like.`,
  },
  {
    name: 'incomeShare',
    label: 'Income',
    unit: 'share',
    formula: 'dividends and interest a year / time-averaged cost held',
    center: 0.015,
    scale: 0.015,
    evidence: 8,
    measure: (s) => {
      const received = total(s.history.income.filter((i) => i.day < s.day).map((i) => i.amount));
      return s.averageCost > 0
        ? measured(received / s.averageCost / s.years, s.buys.length + s.sells.length)
        : null;
    },
    words: (v) => `Dividends and interest bring ${plain(100 * v)} % of what you put in a year.`,
  },
];
