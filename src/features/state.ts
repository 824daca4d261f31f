import { MARKET_COLUMNS, MARKET_WIDTH } from './market-numbers.ts';

/**
 * What the policy sees at a decision: one row of named columns per asset and one row for the account.
 * Training, planning and fine-tuning all fill these through the two writers below, so they cannot differ.
 * Everything is a plain ratio, about [-3, 3]; nothing names an asset.
 */
export const POSITION_COLUMNS = [
  'weight',
  'logWeight',
  'held',
  'unrealisedGain',
  'longShare',
  'daysToLong',
  'harvestLoss',
  'harvestFlag',
  'washWindow',
  'noBuy',
  'saleTax',
  'logStart',
] as const;

export const ASSET_COLUMNS = [...POSITION_COLUMNS, ...MARKET_COLUMNS] as const;
export const ASSET_WIDTH = ASSET_COLUMNS.length;

export const REGIME_WIDTH = 8;
export const GLOBAL_COLUMNS = [
  'regime0',
  'regime1',
  'regime2',
  'regime3',
  'regime4',
  'regime5',
  'regime6',
  'regime7',
  'shortRate',
  'longRate',
  'carryforward',
  'yearLeft',
  'cash',
  'logCash',
  'accountGain',
  'realisedShort',
  'realisedLong',
  'taxOwed',
  'drawdown',
  'costs',
  'logAssets',
] as const;
export const GLOBAL_WIDTH = GLOBAL_COLUMNS.length;

/** A loss of at least this share of a position's value is worth harvesting (the rule-based harvester's threshold). */
export const HARVEST_THRESHOLD = 0.03;
/** Floor under weight·N, so that an asset not held has a finite log weight. */
const WEIGHT_FLOOR = 0.05;
/** Scale of the universe-size column. */
const MOST_ASSETS = 500;

/** One position, in dollars. A record the caller may reuse from call to call. */
export interface PositionFacts {
  /** Market value; 0 = not held. */
  value: number;
  /** Value minus basis over all lots. */
  gain: number;
  /** Value in lots that are already long-term. */
  longValue: number;
  /** Calendar days until the next short-term lot turns long-term; 0 = none is short-term. */
  daysToLong: number;
  /** Sum of the losses of the lots that stand at a loss (positive), wash window or not. */
  harvestLoss: number;
  /** Bought within the last 30 days: a loss sale now would be washed. */
  washWindow: boolean;
  /** Sold at a loss within the last 30 days: buying now would wash that loss. */
  noBuy: boolean;
  /** Tax of selling the whole position at the person's marginal rates (negative = saved). */
  saleTax: number;
  /** What the units held when the plan began are worth today; absent = the plan begins now. */
  startValue?: number;
}

/** The account as a whole; money in dollars. */
export interface AccountFacts {
  /** Positions and cash together. */
  total: number;
  /** What the portfolio the plan began with would be worth today, left alone; absent = the plan begins now. */
  startTotal?: number;
  cash: number;
  /** Number of assets in the universe of this decision. */
  assets: number;
  shortRate: number;
  longRate: number;
  /** Loss carryforward, positive. */
  carryforward: number;
  daysToYearEnd: number;
  /** Unrealised gain over all positions. */
  gain: number;
  realisedShort: number;
  realisedLong: number;
  /** Tax already caused and not yet paid. */
  taxOwed: number;
  /** Fall of the account's value from its highest, 0..1. */
  drawdown: number;
  costBps: number;
}

const clip = (x: number, limit: number): number => (x > limit ? limit : x < -limit ? -limit : x);

/** log(weight·N) with a floor: 0 = an equal share, about -3 = nothing. */
export const logWeight = (weight: number, assets: number): number =>
  Math.log(Math.max(0, weight) * assets + WEIGHT_FLOOR);

/**
 * Writes one asset's columns (ASSET_WIDTH floats at `offset`).
 * @param market MARKET_WIDTH numbers at `marketOffset`, see market-numbers.ts.
 */
export function writeAssetColumns(
  out: Float32Array,
  offset: number,
  p: PositionFacts,
  account: AccountFacts,
  market: Float32Array,
  marketOffset: number,
): void {
  const weight = account.total > 0 ? p.value / account.total : 0;
  const inverse = p.value > 0 ? 1 / p.value : 0;
  const loss = p.harvestLoss * inverse;
  out[offset] = weight;
  out[offset + 1] = logWeight(weight, account.assets);
  out[offset + 2] = p.value > 0 ? 1 : 0;
  out[offset + 3] = clip(p.gain * inverse, 2);
  out[offset + 4] = p.longValue * inverse;
  out[offset + 5] = p.daysToLong / 366;
  out[offset + 6] = clip(loss, 1);
  out[offset + 7] = loss >= HARVEST_THRESHOLD && !p.washWindow ? 1 : 0;
  out[offset + 8] = p.washWindow ? 1 : 0;
  out[offset + 9] = p.noBuy ? 1 : 0;
  out[offset + 10] = clip(p.saleTax * inverse * 4, 2);
  const startTotal = account.startTotal ?? account.total;
  const startWeight = startTotal > 0 ? (p.startValue ?? p.value) / startTotal : 0;
  out[offset + 11] = logWeight(startWeight, account.assets);
  const first = offset + POSITION_COLUMNS.length;
  for (let i = 0; i < MARKET_WIDTH; i++) out[first + i] = market[marketOffset + i] ?? 0;
}

/** Writes the account's columns (GLOBAL_WIDTH floats at `offset`); `regime` holds 8 numbers at `regimeOffset`. */
export function writeGlobalColumns(
  out: Float32Array,
  offset: number,
  a: AccountFacts,
  regime: Float32Array,
  regimeOffset: number,
): void {
  const inverse = a.total > 0 ? 1 / a.total : 0;
  for (let i = 0; i < REGIME_WIDTH; i++) out[offset + i] = clip(regime[regimeOffset + i] ?? 0, 4);
  let o = offset + REGIME_WIDTH;
  out[o++] = a.shortRate * 2;
  out[o++] = a.longRate * 4;
  out[o++] = clip(a.carryforward * inverse * 5, 2);
  out[o++] = a.daysToYearEnd / 366;
  out[o++] = clip(a.cash * inverse, 1);
  out[o++] = logWeight(a.cash * inverse, 1);
  out[o++] = clip(a.gain * inverse, 2);
  out[o++] = clip(a.realisedShort * inverse * 10, 2);
  out[o++] = clip(a.realisedLong * inverse * 10, 2);
  out[o++] = clip(a.taxOwed * inverse * 10, 2);
  out[o++] = clip(a.drawdown * 4, 2);
  out[o++] = a.costBps / 25;
  out[o] = Math.log(Math.max(1, a.assets)) / Math.log(MOST_ASSETS);
}
