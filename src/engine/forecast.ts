import { KeepfolioError } from '../core/errors.ts';
import type { IsoDate } from '../core/iso-date.ts';
import { asOf } from '../domain/market/as-of.ts';
import type { Panel } from '../domain/market/panel.ts';
import { atLevels, type QuantileForecast } from '../models/chronos/bolt-predict.ts';
import { calibrate, type TestedCoverage } from '../models/chronos/calibration.ts';
import { type ChronosBranch, forecastQuantiles } from '../models/chronos/branch.ts';

/** Quantile paths of one asset; `price[i][h]` belongs to `levels[i]` and trading day h + 1 after `date`. */
export interface AssetForecast {
  readonly symbol: string;
  /** Last close the forecast knows, in dollars, and its day. */
  readonly date: IsoDate;
  readonly lastClose: number;
  readonly horizon: number;
  readonly levels: readonly number[];
  readonly price: readonly (readonly number[])[];
  /** Cumulative log return since `lastClose`. */
  readonly logReturn: readonly (readonly number[])[];
  /** Closes observed in the context: few make a forecast a guess. */
  readonly observedDays: number;
  /** Trading days inside that context without a close. */
  readonly missingDays: number;
  /** How often such bands held in tests on assets and days never trained on; null for a checkpoint not tested here. */
  readonly tested: TestedCoverage | null;
}

/** Fewer closes than a trading month say nothing about an asset. */
export const MIN_FORECAST_DAYS = 21;
/** Two trading years; beyond it rolled forecasts are all width. */
export const MAX_FORECAST_HORIZON = 512;

interface Context {
  readonly symbol: string;
  readonly logs: Float32Array;
  readonly last: { readonly close: number; readonly date: IsoDate };
  readonly observedDays: number;
  readonly missingDays: number;
}

function contextOf(panel: Panel, symbol: string, date: IsoDate, length: number): Context {
  const view = asOf(panel, date);
  const row = view.indexOf(symbol);
  const last = row < 0 ? null : view.lastClose(symbol);
  if (!last) {
    throw new KeepfolioError(
      'symbol-unknown',
      `No prices for ${symbol} up to ${date}.`,
      'Check the symbol and the date.',
    );
  }
  const closes = view.closes(row, length);
  const end = closes.findLastIndex((p) => p > 0) + 1;
  const logs = closes.subarray(0, end).map((p) => (p > 0 ? Math.log(p) : NaN));
  const observedDays = logs.filter((x) => Number.isFinite(x)).length;
  const missingDays =
    logs.length -
    Math.max(
      0,
      logs.findIndex((x) => Number.isFinite(x)),
    ) -
    observedDays;
  if (observedDays < MIN_FORECAST_DAYS) {
    throw new KeepfolioError(
      'history-too-short',
      `${symbol} has ${observedDays} closes in the ${length} days up to ${date}; ${MIN_FORECAST_DAYS} are needed.`,
      'Choose a later date or another asset.',
    );
  }
  return { symbol, logs, last, observedDays, missingDays };
}

function toAssetForecast(
  c: Context,
  f: QuantileForecast,
  row: number,
  tested: TestedCoverage | null,
): AssetForecast {
  const q = f.levels.length;
  const base = Math.log(c.last.close);
  const logReturn = f.levels.map((_, i) => {
    const from = (row * q + i) * f.horizon;
    return Array.from(f.values.subarray(from, from + f.horizon), (x) => x - base);
  });
  return {
    symbol: c.symbol,
    date: c.last.date,
    lastClose: c.last.close,
    horizon: f.horizon,
    levels: f.levels,
    price: logReturn.map((path) => path.map((r) => c.last.close * Math.exp(r))),
    logReturn,
    observedDays: c.observedDays,
    missingDays: c.missingDays,
    tested,
  };
}

/** Quantiles of log prices, whatever the network wants to be fed. */
async function logForecast(
  branch: ChronosBranch,
  logs: readonly Float32Array[],
  horizon: number,
): Promise<QuantileForecast> {
  if (branch.feeds === 'logPrice') return forecastQuantiles(branch, logs, horizon);
  const prices = logs.map((s) => s.map(Math.exp));
  const f = await forecastQuantiles(branch, prices, horizon);
  const q = f.levels.length;
  // A sampled price may fall to zero or below; a thousandth of the last one stands for that.
  const floor = prices.map((s) => (s.at(-1) ?? 1) / 1000);
  return {
    ...f,
    values: f.values.map((x, i) => Math.log(Math.max(x, floor[Math.floor(i / (q * horizon))] ?? 1e-9))),
  };
}

/**
 * Forecasts several assets in one batch, from closes up to and including `date` (log prices go in).
 * @param horizon trading days, 1…512
 * @throws KeepfolioError "symbol-unknown", "history-too-short", "horizon-invalid", "as-of-too-early"
 */
export async function forecastAssets(
  panel: Panel,
  symbols: readonly string[],
  date: IsoDate,
  horizon: number,
  branch: ChronosBranch,
): Promise<AssetForecast[]> {
  if (!Number.isInteger(horizon) || horizon < 1 || horizon > MAX_FORECAST_HORIZON) {
    throw new KeepfolioError(
      'horizon-invalid',
      `A horizon of ${horizon} days cannot be forecast.`,
      `Choose a whole number from 1 to ${MAX_FORECAST_HORIZON}.`,
    );
  }
  const contexts = symbols.map((s) => contextOf(panel, s, date, branch.contextLength));
  const logs = contexts.map((c) => c.logs);
  const raw = await logForecast(branch, logs, horizon);
  const calibration = branch.calibration.logPrice;
  const f = calibration ? calibrate(raw, logs, calibration) : raw;
  return contexts.map((c, row) => toAssetForecast(c, f, row, branch.coverage.logPrice));
}

/** Quantiles of one asset in price and in log return; see `forecastAssets`. */
export async function forecastAsset(
  panel: Panel,
  symbol: string,
  date: IsoDate,
  horizon: number,
  branch: ChronosBranch,
): Promise<AssetForecast> {
  const [forecast] = await forecastAssets(panel, [symbol], date, horizon, branch);
  return forecast as AssetForecast;
}

/** The paths of any levels in (0, 1) from those of a forecast, e.g. 0.25 and 0.75 for the 50 % band; `[level][h]`. */
export function pathsAt(
  paths: readonly (readonly number[])[],
  trained: readonly number[],
  wanted: readonly number[],
): number[][] {
  const horizon = paths[0]?.length ?? 0;
  const values = Float32Array.from(paths.flat());
  const { quantiles } = atLevels({ levels: trained, batch: 1, horizon, values }, wanted);
  return wanted.map((_, i) =>
    Array.from({ length: horizon }, (_unused, h) => quantiles[h * wanted.length + i] ?? NaN),
  );
}

/** Why a band is as wide as it is, in numbers a person can check. */
export interface BandNote {
  /** Standard deviation of daily log returns over the last month and the last year before the forecast. */
  readonly dailyMonth: number;
  readonly dailyYear: number;
  /** Ends of the 80 % band at the horizon in log return, and its width. */
  readonly low80: number;
  readonly high80: number;
  readonly width80: number;
  /** Width a random walk at the last year's pace would have; the ratio tells calmer or wilder times ahead. */
  readonly randomWalk80: number;
  readonly days: number;
}

/** z of 0.9 minus z of 0.1 of a standard normal. */
const NORMAL_80 = 2.5631031;

/** Explains the width of a forecast's 80 % band at trading day `days` (1…horizon). */
export function bandNote(panel: Panel, forecast: AssetForecast, days: number): BandNote {
  const view = asOf(panel, forecast.date);
  const row = view.indexOf(forecast.symbol);
  const deviation = (count: number) => {
    const r = view.returns(row, count);
    const mean = r.reduce((a, x) => a + x, 0) / Math.max(1, r.length);
    return Math.sqrt(r.reduce((a, x) => a + (x - mean) ** 2, 0) / Math.max(1, r.length));
  };
  const [low, high] = pathsAt(forecast.logReturn, forecast.levels, [0.1, 0.9]);
  const dailyYear = deviation(252);
  const [low80, high80] = [low?.[days - 1] ?? NaN, high?.[days - 1] ?? NaN];
  return {
    dailyMonth: deviation(21),
    dailyYear,
    low80,
    high80,
    width80: high80 - low80,
    randomWalk80: NORMAL_80 * dailyYear * Math.sqrt(days),
    days,
  };
}
