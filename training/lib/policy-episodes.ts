import { pcg32, type Rng } from '../../src/core/rng.ts';
import { OBJECTIVES } from '../../src/domain/portfolio/types.ts';
import { totalValue } from '../../src/sim/env/account.ts';
import type { EpisodeSetup } from '../../src/sim/env/episode.ts';
import { drawAccount, drawMixture, drawObjective, drawProfile } from '../../src/sim/env/start-state.ts';
import type { EpisodeSource } from '../../src/sim/env/vector-env.ts';
import { factorMarket, USUAL_REGIMES } from '../../src/sim/markets/factor-simulator.ts';
import {
  bootstrapTape,
  drawSlice,
  sliceTape,
  tapeOfSlice,
  type SamplerRange,
  type Slice,
} from '../../src/sim/markets/sampler.ts';
import type { MarketTape } from '../../src/sim/markets/tape.ts';
import { weeklyTable, type WeeklyTable } from '../../src/sim/markets/weekly-table.ts';

/** Share of the episodes from stitched history, from real stretches, and the rest from the factor simulator. */
export const MARKET_MIX = { bootstrap: 0.5, slice: 0.3 } as const;
const SIMULATED_MARKETS = 24;
const SIMULATED_DAYS = 1600;
const SIMULATED_ASSETS = 40;
const BASIS_POINTS = 25;
const TAX_YEAR = 2026;

/** A few simulated markets, drawn once: episodes are slices of them. */
export function simulatedTables(seed: number): WeeklyTable[] {
  return Array.from({ length: SIMULATED_MARKETS }, (_, k) =>
    weeklyTable(
      factorMarket(
        { days: SIMULATED_DAYS, assets: SIMULATED_ASSETS, regimes: USUAL_REGIMES },
        pcg32(seed, 1000 + k),
      ),
    ),
  );
}

/** A random person over a tape; the goal is drawn where none is given. */
export function drawSetup(tape: MarketTape, rng: Rng, goal: Float32Array | null = null): EpisodeSetup {
  const account = drawAccount(tape.assets, tape.decisionDay[0] as number, rng);
  const objective = goal ?? new Float32Array(6);
  if (!goal) drawObjective(rng, objective, 0);
  return {
    tape,
    account,
    profile: drawProfile(rng, totalValue(account), TAX_YEAR),
    objective,
    costBps: BASIS_POINTS * rng.uniform(),
  };
}

/** Shortest and longest episode, weeks: the short-term goals see people as they come, not only years into the plan. */
const SHORT_EPISODES: readonly (readonly [number, number] | undefined)[] = [
  [4, 26],
  [13, 52],
];
const USUAL_EPISODE = [52, 156] as const;
const usualMean = (USUAL_EPISODE[0] + USUAL_EPISODE[1]) / 2;
/** How often each goal is drawn: short episodes oftener, so that all six get the same number of steps. */
const GOAL_SHARE = OBJECTIVES.map((_, k) => {
  const range = SHORT_EPISODES[k];
  return range ? usualMean / ((range[0] + range[1]) / 2) : 1;
});
const MIXTURE_SHARE = 1;

/** A goal by its share of the episodes, and the length its episodes have. */
function drawGoal(rng: Rng): { objective: Float32Array; length: readonly [number, number] } {
  let u = rng.uniform() * (GOAL_SHARE.reduce((a, x) => a + x, 0) + MIXTURE_SHARE);
  for (let k = 0; k < OBJECTIVES.length; k++) {
    u -= GOAL_SHARE[k] as number;
    if (u < 0) return { objective: pureGoal(k), length: SHORT_EPISODES[k] ?? USUAL_EPISODE };
  }
  const objective = new Float32Array(OBJECTIVES.length);
  drawMixture(rng, objective, 0);
  return { objective, length: USUAL_EPISODE };
}

/**
 * Training episodes over 5 to `slots` assets: one to three years, shorter for the short-term goals.
 * @param weeks of the real table that may be used, `from` up to (not including) `to`; all when absent.
 */
export function trainingSource(
  real: WeeklyTable | null,
  simulated: readonly WeeklyTable[],
  slots: number,
  weeks?: { readonly from: number; readonly to: number },
): EpisodeSource {
  const rangeOf = (t: WeeklyTable, length: readonly [number, number]): SamplerRange => ({
    from: t === real ? (weeks?.from ?? 0) : 0,
    to: t === real ? (weeks?.to ?? t.weeks) : t.weeks,
    minAssets: Math.min(5, slots),
    maxAssets: slots,
    minWeeks: length[0],
    maxWeeks: length[1],
  });
  return (rng) => {
    const { objective, length } = drawGoal(rng);
    const u = rng.uniform();
    const invented = simulated[rng.int(Math.max(1, simulated.length))];
    const table =
      real && (u < MARKET_MIX.bootstrap + MARKET_MIX.slice || !invented) ? real : (invented as WeeklyTable);
    const isStitched = table === real && u < MARKET_MIX.bootstrap;
    const range = rangeOf(table, length);
    const tape = isStitched ? bootstrapTape(table, range, rng) : sliceTape(table, range, rng);
    return drawSetup(tape, rng, objective);
  };
}

/** Whether people come with gains realised earlier in the year, which harvested losses can offset at once. */
export type Offset = 'none' | 'gains';
/** Realised before the start where there are gains to offset: a share of the account, half short-, half long-term. */
const OFFSET_GAINS = 0.1;

/** One evaluation case: the same market, account and person for every goal and every competitor. */
export interface EvaluationCase {
  readonly table: WeeklyTable;
  readonly slice: Slice;
  readonly seed: number;
  readonly costBps: number;
  readonly offset: Offset;
}

/** Cases with start dates spread over the weeks from `firstWeek` on, `weeks` long each. */
export function evaluationCases(
  data: { readonly table: WeeklyTable; readonly firstWeek: number; readonly toWeek?: number },
  count: number,
  weeks: number,
  seed: number,
  costBps = 10,
  offset: Offset = 'none',
): EvaluationCase[] {
  const rng = pcg32(seed, 77);
  const { table, firstWeek, toWeek = table.weeks } = data;
  const room = Math.max(1, toWeek - 1 - weeks - firstWeek);
  return Array.from({ length: count }, (_, k) => {
    const from = firstWeek + Math.floor(((k + 0.5) * room) / count);
    const range = {
      from,
      to: Math.min(table.weeks, from + weeks + 2),
      minAssets: 10,
      maxAssets: 24,
      minWeeks: weeks,
      maxWeeks: weeks,
    };
    return { table, slice: drawSlice(table, range, rng), seed: seed * 1000 + k, costBps, offset };
  });
}

/** The episode of a case under a goal. */
export function setupOf(c: EvaluationCase, objective: Float32Array): EpisodeSetup {
  const setup = drawSetup(tapeOfSlice(c.table, c.slice), pcg32(c.seed), objective);
  if (c.offset === 'gains') {
    const half = (OFFSET_GAINS / 2) * totalValue(setup.account);
    setup.account.realisedShort += half;
    setup.account.realisedLong += half;
  }
  return { ...setup, costBps: c.costBps };
}

/** The six pure goals. */
export const pureGoal = (k: number): Float32Array =>
  Float32Array.from({ length: 6 }, (_, j) => (j === k ? 1 : 0));
