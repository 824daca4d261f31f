import { ASSET_WIDTH, GLOBAL_WIDTH, REGIME_WIDTH } from '../../src/features/state.ts';
import type { Params } from '../../src/models/nn/params.ts';
import type { PolicyConfig } from '../../src/models/policy/config.ts';
import { runPolicy } from '../../src/models/policy/run-policy.ts';
import { totalValue } from '../../src/sim/env/account.ts';
import { startEpisode, stepEpisode, type Episode } from '../../src/sim/env/episode.ts';
import { TAKEN_PREMIUM } from '../../src/sim/env/rewards.ts';
import { observe, type ObservationArrays } from '../../src/sim/env/observe.ts';
import { ruleTarget, type Comparator } from '../../src/sim/env/rule-strategies.ts';
import type { LedgerEvent } from '../../src/domain/ledger/events.ts';
import { gatherEmbeddings, type EmbeddingRows } from '../ppo.ts';
import { setupOf, type EvaluationCase } from './policy-episodes.ts';
import { countWashSales } from './policy-replay.ts';
import { openingEvents } from '../../src/sim/env/replay.ts';

interface WashPieces {
  readonly lossSales: number;
  readonly washed: number;
}

/** What one episode came to. Rates are fractions a year unless said otherwise. */
export interface EpisodeReport {
  /**
   * The six goals' metrics, percent a year: the summed weekly rewards, except that short-term gain is the after-tax gain over
   * the whole case as a share of its start (meant for cases of three months), plus the premium on gains that were taken.
   */
  readonly metrics: readonly number[];
  /** Log growth of the after-tax liquidation value a year. */
  readonly afterTax: number;
  /** Log growth of account less tax caused, a year. */
  readonly preLiquidation: number;
  /** The same for heirs: sold at a stepped-up basis, at the case's trading cost. */
  readonly stepUp: number;
  /** Log growth of the account with all tax paid or caused added back, a year. */
  readonly preTax: number;
  readonly maxDrawdown: number;
  /** Mean of the worst 5 % of weeks, positive. */
  readonly cvar: number;
  readonly turnover: number;
  /** Standard deviation of weekly return over that of the start portfolio, a year. */
  readonly trackingError: number;
  /** Losses realised, as a share of the start value, a year. */
  readonly harvested: number;
  /** Of these, what was used against gains or income by the end (the rest is carried on). */
  readonly usableHarvested: number;
  readonly shortGains: number;
  readonly longGains: number;
  /** Mean router weights; zeros for a rule. */
  readonly experts: readonly number[];
  /** log of the account less tax caused, minus that of 1/N, by week. */
  readonly weeklyExcess: readonly number[];
  /** Market regime (index into REGIME_NAMES) and router weights, by week; empty for a rule. */
  /** Sales against the rules: an asset stopped trading, or tax was due and nothing else could go. */
  readonly forcedSales: number;
  /** The trades replayed through the exact ledger; null when not asked for. */
  readonly replay: WashPieces | null;
  readonly weeklyExperts: readonly { readonly regime: number; readonly experts: readonly number[] }[];
}

const WEEKS_A_YEAR = 52;
/** Place of short-term gain in OBJECTIVES. */
export const SHORT_GAIN = 1;

/** Short-term gain's metric without the premium on gains taken: the after-tax gain alone, percent a year. */
export const plainGain = (x: EpisodeReport): number =>
  (x.metrics[SHORT_GAIN] as number) - 100 * TAKEN_PREMIUM * x.shortGains;

interface Trace {
  readonly rewards: Float64Array;
  readonly net: number[];
  readonly active: number[];
  readonly excess: number[];
  readonly experts: Float64Array;
  readonly weeklyExperts: { regime: number; experts: number[] }[];
  readonly start: number;
  readonly liquidation: number;
  /** Tax already owed at the start. */
  readonly owed: number;
  /** Loss carried in. */
  readonly carry: number;
  readonly opening: readonly LedgerEvent[] | null;
}

const newTrace = (e: Episode, isReplayed = false): Trace => ({
  rewards: new Float64Array(6),
  net: [e.net],
  active: [],
  excess: [],
  experts: new Float64Array(4),
  weeklyExperts: [],
  start: e.net,
  liquidation: e.liquidation,
  owed: totalValue(e.account) - e.net,
  carry: e.taxes.carryShort + e.taxes.carryLong,
  opening: isReplayed ? openingEvents(e.account) : null,
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

/** Market volatility as a share of 15 % a year, in logs, at which a market stops being calm, and is turbulent. */
const REGIME_EDGES = [-0.2, 0.3] as const;
const VOLATILITY = 2;
export const REGIME_NAMES = ['calm', 'usual', 'turbulent'] as const;

/** Index into REGIME_NAMES, by the market's volatility of the last month. */
function regimeOf(e: Episode): number {
  const vol = e.setup.tape.regime[e.week * REGIME_WIDTH + VOLATILITY] as number;
  return REGIME_EDGES.filter((edge) => vol > edge).length;
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
  const total = totalValue(a);
  return {
    metrics: Array.from(t.rewards, (r, k) =>
      k === SHORT_GAIN
        ? (100 * (e.liquidation / t.liquidation - 1 + (TAKEN_PREMIUM * a.shortGains) / t.start)) / years
        : r / years,
    ),
    afterTax: Math.log(e.liquidation / t.liquidation) / years,
    preLiquidation: Math.log(e.net / t.start) / years,
    stepUp: Math.log((e.net - e.rules.costRate * (total - a.cash)) / t.start) / years,
    preTax: Math.log((total + e.taxes.paid) / (t.start + t.owed)) / years,
    maxDrawdown: fall,
    cvar: -worst.reduce((x, y) => x + y, 0) / worst.length,
    turnover: a.turnover / t.start / years / 2,
    trackingError: std(t.active) * Math.sqrt(WEEKS_A_YEAR),
    harvested: a.harvested / t.start / years,
    usableHarvested: Math.max(0, a.harvested - Math.max(0, e.carry - t.carry)) / t.start / years,
    shortGains: a.shortGains / t.start / years,
    longGains: a.longGains / t.start / years,
    experts: Array.from(t.experts, (x) => x / weeks),
    weeklyExcess: t.excess,
    weeklyExperts: t.weeklyExperts,
    forcedSales: a.forcedSales,
    replay: t.opening && a.log ? countWashSales(t.opening, a.log) : null,
  };
}

/**
 * Plays every case under a goal with the policy's mean action (no exploration).
 * @param isReplayed replay each episode's trades through the exact ledger and count wash sales.
 */
export async function runPolicyOn(
  params: Params,
  config: PolicyConfig,
  cases: readonly EvaluationCase[],
  objective: Float32Array,
  embeddings: EmbeddingRows,
  isReplayed = false,
): Promise<EpisodeReport[]> {
  const episodes = cases.map((c) => startEpisode(setupOf(c, objective)));
  if (isReplayed) for (const e of episodes) e.account.log = [];
  const traces = episodes.map((e) => newTrace(e, isReplayed));
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
      const experts = Array.from(out.experts.subarray(b * 4, b * 4 + 4));
      experts.forEach((x, k) => (t.experts[k] = (t.experts[k] as number) + x));
      t.weeklyExperts.push({ regime: regimeOf(e), experts });
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
