import { pcg32, type Rng } from '../../src/core/rng.ts';
import { totalValue } from '../../src/sim/env/account.ts';
import type { EpisodeSetup } from '../../src/sim/env/episode.ts';
import { drawAccount, drawObjective, drawProfile } from '../../src/sim/env/start-state.ts';
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

/** A random person over a tape. */
export function drawSetup(tape: MarketTape, rng: Rng): EpisodeSetup {
  const account = drawAccount(tape.assets, tape.decisionDay[0] as number, rng);
  const objective = new Float32Array(6);
  drawObjective(rng, objective, 0);
  return {
    tape,
    account,
    profile: drawProfile(rng, totalValue(account), TAX_YEAR),
    objective,
    costBps: BASIS_POINTS * rng.uniform(),
  };
}

/** Training episodes: one to three years over 5 to `slots` assets. */
export function trainingSource(
  real: WeeklyTable | null,
  simulated: readonly WeeklyTable[],
  slots: number,
): EpisodeSource {
  const rangeOf = (t: WeeklyTable): SamplerRange => ({
    from: 0,
    to: t.weeks,
    minAssets: Math.min(5, slots),
    maxAssets: slots,
    minWeeks: 52,
    maxWeeks: 156,
  });
  return (rng) => {
    const u = rng.uniform();
    const invented = simulated[rng.int(Math.max(1, simulated.length))];
    const table =
      real && (u < MARKET_MIX.bootstrap + MARKET_MIX.slice || !invented) ? real : (invented as WeeklyTable);
    const isStitched = table === real && u < MARKET_MIX.bootstrap;
    const tape = isStitched
      ? bootstrapTape(table, rangeOf(table), rng)
      : sliceTape(table, rangeOf(table), rng);
    return drawSetup(tape, rng);
  };
}

/** One evaluation case: the same market, account and person for every goal and every competitor. */
export interface EvaluationCase {
  readonly table: WeeklyTable;
  readonly slice: Slice;
  readonly seed: number;
  readonly costBps: number;
}

/** Cases with start dates spread over the weeks from `firstWeek` on, `weeks` long each. */
export function evaluationCases(
  { table, firstWeek }: { readonly table: WeeklyTable; readonly firstWeek: number },
  count: number,
  weeks: number,
  seed: number,
  costBps = 10,
): EvaluationCase[] {
  const rng = pcg32(seed, 77);
  const room = Math.max(1, table.weeks - 1 - weeks - firstWeek);
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
    return { table, slice: drawSlice(table, range, rng), seed: seed * 1000 + k, costBps };
  });
}

/** The episode of a case under a goal. */
export function setupOf(c: EvaluationCase, objective: Float32Array): EpisodeSetup {
  const tape = tapeOfSlice(c.table, c.slice);
  return { ...drawSetup(tape, pcg32(c.seed)), objective, costBps: c.costBps };
}

/** The six pure goals. */
export const pureGoal = (k: number): Float32Array =>
  Float32Array.from({ length: 6 }, (_, j) => (j === k ? 1 : 0));
