/**
 * Look back: what a policy or a rule would have made of an account, week by week, after costs and taxes. The same weekly
 * kernel as the training, on the market's own dates; decided on closes up to a day, traded at the next day's close.
 */
import { KeepfolioError } from '../core/errors.ts';
import { dateOfDayNumber, dayNumber, type IsoDate } from '../core/iso-date.ts';
import { lastIndexOnOrBefore, symbolIndexOf } from '../domain/market/as-of.ts';
import type { Panel } from '../domain/market/panel.ts';
import {
  OBJECTIVES,
  type ObjectiveWeights,
  type OpenLot,
  type TaxProfile,
} from '../domain/portfolio/types.ts';
import { regimeFeatures } from '../features/regime.ts';
import { ASSET_WIDTH, GLOBAL_WIDTH } from '../features/state.ts';
import { runPolicy } from '../models/policy/run-policy.ts';
import { addLot, emptyAccount, type Account } from '../sim/env/account.ts';
import { startEpisode, stepEpisode, type Episode } from '../sim/env/episode.ts';
import { observe, type ObservationArrays } from '../sim/env/observe.ts';
import { ruleTarget, type Comparator } from '../sim/env/rule-strategies.ts';
import { tapeOfSlice, type Slice } from '../sim/markets/sampler.ts';
import { WEEK_DAYS, weeklyTable, type WeeklyTable } from '../sim/markets/weekly-table.ts';
import { newEncodeCache } from './encode-cache.ts';
import { encodeUniverse } from './encode.ts';
import type { AllocateModels } from './plan-facts.ts';
import { closeNear, marketRow } from './plan-universe.ts';

export interface BacktestRequest {
  readonly panel: Panel;
  readonly from: IsoDate;
  readonly to: IsoDate;
  /** Lots held at `from` and dollars of cash; or an even start over symbols. */
  readonly start:
    | { readonly lots: readonly OpenLot[]; readonly cashDollars: number }
    | { readonly symbols: readonly string[]; readonly dollars: number };
  readonly policies: readonly (Comparator | 'model')[];
  readonly objectives: ObjectiveWeights;
  readonly profile: TaxProfile;
  readonly costBps: number;
  /** Needed for 'model' only. */
  readonly models?: AllocateModels;
  /** Told where the work is, 0 to 1, and awaited: what it throws (a cancellation) ends the work. */
  readonly onStep?: (stage: BacktestStage, fraction: number) => Promise<void>;
}

/** What is being done: looking at the market as the model needs it, or playing one policy. */
export type BacktestStage = 'embedding' | Comparator | 'model';

/** One policy's history. Dollars; `dates` belong to all three curves. */
export interface BacktestCurve {
  readonly policy: Comparator | 'model';
  readonly beforeTax: readonly number[];
  /** Less tax caused so far. */
  readonly afterTax: readonly number[];
  /** What would be left if all were sold that day. */
  readonly afterLiquidation: readonly number[];
  /** Half of what was traded over the start value, a year. */
  readonly turnover: number;
  /** Losses realised, dollars. */
  readonly harvested: number;
  readonly shortTermGains: number;
  readonly longTermGains: number;
  readonly costs: number;
  readonly maxDrawdown: number;
}

export interface Backtest {
  readonly dates: readonly IsoDate[];
  readonly symbols: readonly string[];
  readonly outsideUniverse: readonly string[];
  readonly curves: readonly BacktestCurve[];
}

const WARM_UP = 252;
/** Weeks between two reports of progress. */
const TELL_EVERY = 13;
/** Weeks an embedding stands, as in training. */
const EMBED_EVERY = 4;
const CENT = 100;

interface Stage {
  readonly panel: Panel;
  readonly table: WeeklyTable;
  readonly slice: Slice;
  readonly symbols: readonly string[];
  readonly outside: readonly string[];
  readonly embeddings: Float32Array;
}

/** Only the rows of the universe, all days. */
function rowsOnly(panel: Panel, rows: readonly number[]): Panel {
  const T = panel.dates.length;
  const close = new Float32Array(rows.length * T);
  rows.forEach((r, k) => close.set(panel.close.subarray(r * T, (r + 1) * T), k * T));
  const assets = rows.map((r) => panel.assets[r] as Panel['assets'][number]);
  return {
    assets,
    dates: panel.dates,
    close,
    dollarVolume: null,
    dividendYield: null,
    synthetic: panel.synthetic,
  };
}

async function stageOf(r: BacktestRequest): Promise<Stage> {
  const begin = lastIndexOnOrBefore(r.panel.dates, r.from);
  const end = lastIndexOnOrBefore(r.panel.dates, r.to);
  if (begin < WARM_UP || end - begin < 2 * WEEK_DAYS) {
    throw new KeepfolioError(
      'backtest-range',
      `From ${r.from} to ${r.to} the market has too few days (a year before the start and two weeks after it are needed).`,
      'Choose other dates or a market with a longer history.',
    );
  }
  const index = symbolIndexOf(r.panel.assets);
  const asked = 'symbols' in r.start ? r.start.symbols : [...new Set(r.start.lots.map((l) => l.symbol))];
  const priced = asked.filter(
    (s) => marketRow(index, s) >= 0 && closeNear(r.panel, marketRow(index, s), begin) > 0,
  );
  if (priced.length === 0) {
    throw new KeepfolioError(
      'universe-empty',
      `None of the symbols has a price at ${r.from}.`,
      'Choose other symbols or dates.',
    );
  }
  const rows = priced.map((s) => marketRow(index, s));
  const firstDay = begin - WEEK_DAYS * Math.floor((begin - WARM_UP) / WEEK_DAYS);
  const start = (begin - firstDay) / WEEK_DAYS;
  const weeks = Math.floor((end - 1 - begin) / WEEK_DAYS);
  const symbols = rows.map((row) => (r.panel.assets[row] as Panel['assets'][number]).symbol);
  const needsModel = r.policies.includes('model') && r.models;
  const embeddings = needsModel ? await embed(r, symbols, begin, weeks) : new Float32Array(0);
  const table = weeklyTable(rowsOnly(r.panel, rows), {
    firstDay,
    regimeAt: (t) => (needsModel && t >= begin ? regimeFeatures(r.panel, t) : new Float32Array(8)),
    embeddingRowAt: (a, t) =>
      needsModel && t >= begin
        ? Math.floor((t - begin) / (EMBED_EVERY * WEEK_DAYS)) * symbols.length + a
        : -1,
  });
  const kept = Math.min(weeks, table.weeks - 1 - start);
  return {
    panel: r.panel,
    table,
    slice: { start, weeks: kept, columns: rows.map((_, k) => k) },
    symbols: priced,
    outside: asked.filter((s) => !priced.includes(s)),
    embeddings,
  };
}

/** Embeddings of the universe every fourth week, (dates·N, 64). */
async function embed(
  r: BacktestRequest,
  symbols: readonly string[],
  begin: number,
  weeks: number,
): Promise<Float32Array> {
  const models = r.models as AllocateModels;
  const dates = Math.ceil((weeks + 1) / EMBED_EVERY);
  const out = new Float32Array(dates * symbols.length * 64);
  const cache = newEncodeCache();
  for (let d = 0; d < dates; d++) {
    const asOf = r.panel.dates[begin + d * EMBED_EVERY * WEEK_DAYS] as IsoDate;
    await r.onStep?.('embedding', d / dates);
    try {
      const e = await encodeUniverse({
        panel: r.panel,
        asOf,
        symbols,
        encoder: models.encoder,
        chronos: models.chronos,
        cache,
      });
      out.set(e.embeddings, d * symbols.length * 64);
    } catch (error) {
      // Everything may have stopped trading by then: zeros stand for "nothing known".
      if (!(error instanceof KeepfolioError) || error.code !== 'universe-unlisted') throw error;
    }
  }
  return out;
}

/** The account at the start, prices as units of their level at the first decision. */
function accountOf(r: BacktestRequest, s: Stage): Account {
  const today = s.table.decisionDay[s.slice.start] as number;
  const n = s.symbols.length;
  if ('symbols' in r.start) {
    const a = emptyAccount(n, 0);
    for (let i = 0; i < n; i++) addLot(a, i, r.start.dollars / n, r.start.dollars / n, today - 1, today);
    return a;
  }
  const a = emptyAccount(n, Math.max(0, r.start.cashDollars));
  const index = symbolIndexOf(r.panel.assets);
  const t = s.table.dayIndex[s.slice.start] as number;
  s.symbols.forEach((symbol, i) => {
    const price = closeNear(r.panel, marketRow(index, symbol), t);
    a.price[i] = price;
    const lots = 'lots' in r.start ? r.start.lots.filter((l) => l.symbol === symbol && l.quantity > 0) : [];
    for (const lot of lots.toSorted((x, y) => (x.holdingFrom < y.holdingFrom ? -1 : 1))) {
      const units = lot.quantity / 1e8;
      addLot(
        a,
        i,
        units,
        lot.basis === null ? units * price : lot.basis / CENT,
        dayNumber(lot.holdingFrom),
        today,
      );
    }
  });
  return a;
}

async function modelTarget(
  r: BacktestRequest,
  s: Stage,
  e: Episode,
): Promise<{ target: ArrayLike<number>; urgency: number }> {
  const { policy } = r.models as AllocateModels;
  const n = s.symbols.length;
  const o: ObservationArrays = {
    slots: n,
    asset: new Float32Array(n * ASSET_WIDTH),
    global: new Float32Array(GLOBAL_WIDTH),
    mask: new Float32Array(n),
    embeddingRow: new Int32Array(n),
    objective: new Float32Array(6),
  };
  observe(e, o, 0);
  const embeddings = new Float32Array(n * 64);
  o.embeddingRow.forEach(
    (row, i) => row >= 0 && embeddings.set(s.embeddings.subarray(row * 64, (row + 1) * 64), i * 64),
  );
  const out = await runPolicy(policy.params, policy.config, { batch: 1, assets: n, ...o, embeddings });
  return { target: out.target, urgency: out.urgency[0] as number };
}

async function play(r: BacktestRequest, s: Stage, policy: Comparator | 'model'): Promise<BacktestCurve> {
  const tape = tapeOfSlice(s.table, s.slice);
  const objective = Float32Array.from(OBJECTIVES, (o) => r.objectives[o]);
  const e = startEpisode({
    tape,
    account: accountOf(r, s),
    profile: r.profile,
    objective,
    costBps: r.costBps,
  });
  const beforeTax = [e.summary.total];
  const afterTax = [e.net];
  const afterLiquidation = [e.liquidation];
  let peak = e.net;
  let fall = 0;
  for (let isDone = false; !isDone;) {
    if ((beforeTax.length - 1) % TELL_EVERY === 0)
      await r.onStep?.(policy, (beforeTax.length - 1) / s.slice.weeks);
    const { target, urgency } =
      policy === 'model' ? await modelTarget(r, s, e) : ruleTarget(policy, s.table, s.slice, e);
    const week = stepEpisode(e, target, 0, urgency);
    isDone = week.terminated || week.truncated;
    beforeTax.push(e.summary.total);
    afterTax.push(e.net);
    afterLiquidation.push(e.liquidation);
    peak = Math.max(peak, e.net);
    fall = Math.max(fall, 1 - e.net / peak);
  }
  const years = (afterTax.length - 1) / 52;
  const a = e.account;
  return {
    policy,
    beforeTax,
    afterTax,
    afterLiquidation,
    turnover: a.turnover / 2 / (beforeTax[0] as number) / years,
    harvested: a.harvested,
    shortTermGains: a.shortGains,
    longTermGains: a.longGains,
    costs: a.costs,
    maxDrawdown: fall,
  };
}

/**
 * Runs every policy asked for over the same weeks.
 * @throws KeepfolioError "backtest-range", "universe-empty", "model-missing"
 */
export async function backtest(r: BacktestRequest): Promise<Backtest> {
  if (r.policies.includes('model') && !r.models) {
    throw new KeepfolioError('model-missing', 'The model policy needs the models.', 'Load them first.');
  }
  const s = await stageOf(r);
  const curves: BacktestCurve[] = [];
  for (const p of r.policies) curves.push(await play(r, s, p));
  const dates = Array.from({ length: s.slice.weeks + 1 }, (_, k) =>
    dateOfDayNumber(s.table.decisionDay[s.slice.start + k] as number),
  );
  return { dates, symbols: s.symbols, outsideUniverse: s.outside, curves };
}
