import { ASSET_WIDTH, GLOBAL_WIDTH } from '../../src/features/state.ts';
import type { Params } from '../../src/models/nn/params.ts';
import type { PolicyConfig } from '../../src/models/policy/config.ts';
import { runPolicy } from '../../src/models/policy/run-policy.ts';
import { startEpisode, stepEpisode, type Episode } from '../../src/sim/env/episode.ts';
import { observe, type ObservationArrays } from '../../src/sim/env/observe.ts';
import { ruleTarget, type Comparator } from '../../src/sim/env/rule-strategies.ts';
import { gatherEmbeddings, type EmbeddingRows } from '../ppo.ts';
import { setupOf, type EvaluationCase } from './policy-episodes.ts';

/** What one episode came to. Rates are fractions a year unless said otherwise. */
export interface EpisodeReport {
  /** The six rewards, percent a year. */
  readonly metrics: readonly number[];
  /** Log growth of the after-tax liquidation value a year. */
  readonly afterTax: number;
  /** Log growth of account less tax caused, a year. */
  readonly preLiquidation: number;
  readonly maxDrawdown: number;
  /** Mean of the worst 5 % of weeks, positive. */
  readonly cvar: number;
  readonly turnover: number;
  /** Standard deviation of weekly return over that of the start portfolio, a year. */
  readonly trackingError: number;
  /** Losses realised, as a share of the start value, a year. */
  readonly harvested: number;
  readonly shortGains: number;
  readonly longGains: number;
  /** Mean router weights; zeros for a rule. */
  readonly experts: readonly number[];
  readonly weeklyExcess: readonly number[];
}

const WEEKS_A_YEAR = 52;

interface Trace {
  readonly rewards: Float64Array;
  readonly net: number[];
  readonly active: number[];
  readonly excess: number[];
  readonly experts: Float64Array;
  start: number;
  liquidation: number;
}

const newTrace = (e: Episode): Trace => ({
  rewards: new Float64Array(6),
  net: [e.net],
  active: [],
  excess: [],
  experts: new Float64Array(4),
  start: e.net,
  liquidation: e.liquidation,
});

const std = (x: readonly number[]): number => {
  const mean = x.reduce((a, b) => a + b, 0) / x.length;
  return Math.sqrt(x.reduce((a, b) => a + (b - mean) ** 2, 0) / Math.max(1, x.length - 1));
};

function playWeek(e: Episode, t: Trace, target: ArrayLike<number>, offset: number, urgency: number): boolean {
  const rewards = new Float64Array(6);
  const before = e.net;
  const week = stepEpisode(e, target, offset, urgency, rewards);
  rewards.forEach((r, k) => (t.rewards[k] = (t.rewards[k] as number) + r));
  t.net.push(e.net);
  t.active.push(e.net / before - week.startPortfolio);
  t.excess.push(Math.log(e.net / before) - Math.log(week.universe));
  return week.terminated || week.truncated;
}

function reportOf(e: Episode, t: Trace): EpisodeReport {
  const weeks = t.net.length - 1;
  const years = weeks / WEEKS_A_YEAR;
  const returns = t.net.slice(1).map((v, k) => v / (t.net[k] as number) - 1);
  const worst = returns.toSorted((a, b) => a - b).slice(0, Math.max(1, Math.round(weeks * 0.05)));
  let peak = 0;
  let fall = 0;
  for (const v of t.net) {
    peak = Math.max(peak, v);
    fall = Math.max(fall, 1 - v / peak);
  }
  const a = e.account;
  return {
    metrics: Array.from(t.rewards, (r) => r / years),
    afterTax: Math.log(e.liquidation / t.liquidation) / years,
    preLiquidation: Math.log(e.net / t.start) / years,
    maxDrawdown: fall,
    cvar: -worst.reduce((x, y) => x + y, 0) / worst.length,
    turnover: a.turnover / t.start / years / 2,
    trackingError: std(t.active) * Math.sqrt(WEEKS_A_YEAR),
    harvested: a.harvested / t.start / years,
    shortGains: a.shortGains / t.start / years,
    longGains: a.longGains / t.start / years,
    experts: Array.from(t.experts, (x) => x / weeks),
    weeklyExcess: t.excess,
  };
}

/** Plays every case under a goal with the policy's mean action (no exploration). */
export async function runPolicyOn(
  params: Params,
  config: PolicyConfig,
  cases: readonly EvaluationCase[],
  objective: Float32Array,
  embeddings: EmbeddingRows,
): Promise<EpisodeReport[]> {
  const episodes = cases.map((c) => startEpisode(setupOf(c, objective)));
  const traces = episodes.map(newTrace);
  const slots = Math.max(...episodes.map((e) => e.setup.tape.assets));
  const reports: EpisodeReport[] = [];
  let live = episodes.map((_, i) => i);
  while (live.length > 0) {
    const n = live.length;
    const o: ObservationArrays = {
      slots,
      asset: new Float32Array(n * slots * ASSET_WIDTH),
      global: new Float32Array(n * GLOBAL_WIDTH),
      mask: new Float32Array(n * slots),
      embeddingRow: new Int32Array(n * slots),
      objective: new Float32Array(n * 6),
    };
    live.forEach((i, b) => observe(episodes[i] as Episode, o, b));
    const out = await runPolicy(params, config, {
      batch: n,
      assets: slots,
      ...o,
      embeddings: gatherEmbeddings(o.embeddingRow, embeddings),
    });
    live = live.filter((i, b) => {
      const e = episodes[i] as Episode;
      const t = traces[i] as Trace;
      const assets = e.setup.tape.assets;
      const target = Float32Array.from(
        { length: assets + 1 },
        (_, k) => out.target[b * (slots + 1) + (k < assets ? k : slots)] as number,
      );
      for (let k = 0; k < 4; k++)
        t.experts[k] = (t.experts[k] as number) + (out.experts[b * 4 + k] as number);
      if (!playWeek(e, t, target, 0, out.urgency[b] as number)) return true;
      reports[i] = reportOf(e, t);
      return false;
    });
  }
  return reports;
}

/** Plays every case with a rule; `objective` only scores (and forbids what the goal forbids). */
export function runComparator(
  name: Comparator,
  cases: readonly EvaluationCase[],
  objective: Float32Array,
): EpisodeReport[] {
  return cases.map((c) => {
    const e = startEpisode(setupOf(c, objective));
    const t = newTrace(e);
    for (let isDone = false; !isDone;) {
      const { target, urgency } = ruleTarget(name, c.table, c.slice, e);
      isDone = playWeek(e, t, target, 0, urgency);
    }
    return reportOf(e, t);
  });
}
