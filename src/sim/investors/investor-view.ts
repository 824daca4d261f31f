import { dateOfDayNumber } from '../../core/iso-date.ts';
import type { IsoDate } from '../../core/iso-date.ts';
import type { Rng } from '../../core/rng.ts';
import type { AssetMeta } from '../../domain/market/panel.ts';
import { closeAt } from '../../features/behaviour-market.ts';
import type { BehaviourMarket } from '../../features/behaviour-market.ts';
import type { Position, SimAccount } from './sim-account.ts';

/**
 * What a simulated investor can see and do on one day. Everything seen is from closes up to the day before;
 * orders fill at the day's close.
 */
export interface InvestorView {
  readonly date: IsoDate;
  readonly day: number;
  readonly month: number;
  readonly dayOfMonth: number;
  /** Assets this person follows (rows of the panel), with a price today. */
  readonly pool: readonly number[];
  readonly rng: Rng;
  readonly cash: number;
  /** Cash and holdings together. */
  readonly wealth: number;
  meta(asset: number): AssetMeta;
  /** Log return over the last `days` trading days; 0 when unknown. */
  gained(asset: number, days: number): number;
  /** Annualised volatility over 63 days; 0.2 when unknown. */
  swings(asset: number): number;
  /** Fall from the 252-day high, 0..1. */
  fall(asset: number): number;
  yieldOf(asset: number): number;
  /** Log return of the universe over the last `days` trading days. */
  market(days: number): number;
  positions(): readonly Position[];
  position(asset: number): Position | null;
  buy(asset: number, dollars: number): void;
  /** Sells a fraction (0..1) of what is held. */
  sell(asset: number, fraction: number): void;
}

/** A way of investing: looked at every `everyDays` trading days. */
export interface Habit {
  readonly everyDays: number;
  act(view: InvestorView): void;
}

/** What stands between a habit and the account (biases live here). */
export interface OrderFilter {
  allowSell(p: Position): boolean;
  /** Holdings the habit never touches or sees: a bond sleeve, say. */
  readonly apart: ReadonlySet<number>;
  /** Cash kept out of reach, dollars. */
  readonly reserve: number;
}

/** Typical yields where the panel has none. */
function typicalYield(meta: AssetMeta): number {
  if (meta.assetClass === 'bond') return 0.03;
  if (meta.assetClass === 'realEstate') return 0.035;
  if (meta.assetClass === 'equityFund') return 0.016;
  if (meta.assetClass !== 'equity') return 0;
  if (meta.sector === 'Utilities' || meta.sector === 'Consumer Staples') return 0.03;
  return meta.sector === 'Information Technology' || meta.sector === 'Health Care' ? 0.006 : 0.018;
}

/** Dividend yield of an asset at a panel day: the panel's own, else a typical one for its kind. */
export function yieldAt(market: BehaviourMarket, asset: number, t: number): number {
  const meta = market.panel.assets[asset] as AssetMeta;
  const own = market.panel.dividendYield?.[asset * market.days.length + t] ?? 0;
  return own > 0 ? own : typicalYield(meta);
}

function swingsAt(market: BehaviourMarket, asset: number, seen: number): number {
  const row = asset * market.days.length;
  let squares = 0;
  let n = 0;
  for (let s = Math.max(1, seen - 62); s <= seen; s++) {
    const a = market.panel.close[row + s - 1] as number;
    const b = market.panel.close[row + s] as number;
    if (a > 0 && b > 0) {
      squares += Math.log(b / a) ** 2;
      n += 1;
    }
  }
  return n < 20 ? 0.2 : Math.sqrt((squares / n) * 252);
}

function fallAt(market: BehaviourMarket, asset: number, seen: number): number {
  const row = asset * market.days.length;
  let high = 0;
  for (let s = Math.max(0, seen - 251); s <= seen; s++)
    high = Math.max(high, market.panel.close[row + s] as number);
  const last = closeAt(market, asset, seen);
  return high > 0 && last > 0 ? 1 - last / high : 0;
}

/** The view on panel day `t`: sees closes up to t - 1, trades at the close of t. */
export function investorView(
  market: BehaviourMarket,
  account: SimAccount,
  t: number,
  pool: readonly number[],
  rng: Rng,
  filter: OrderFilter,
): InvestorView {
  const seen = t - 1;
  const day = market.days[t] as number;
  const date = dateOfDayNumber(day);
  const meta = (asset: number): AssetMeta => market.panel.assets[asset] as AssetMeta;
  const priceNow = (asset: number): number => closeAt(market, asset, t);
  const position = (asset: number): Position | null =>
    account.position(asset, closeAt(market, asset, seen), day);
  const positions = (): Position[] =>
    account
      .held()
      .filter((i) => !filter.apart.has(i))
      .map(position)
      .filter((p): p is Position => p !== null && p.value > 0);
  const level = (days: number): number =>
    (market.universe[seen] as number) - (market.universe[Math.max(0, seen - days)] as number);
  return {
    date,
    day,
    month: Number(date.slice(5, 7)),
    dayOfMonth: Number(date.slice(8, 10)),
    pool: pool.filter(
      (i) => !filter.apart.has(i) && (market.panel.close[i * market.days.length + t] as number) > 0,
    ),
    rng,
    get cash() {
      return Math.max(0, account.cash - filter.reserve);
    },
    get wealth() {
      return Math.max(0, account.cash - filter.reserve) + positions().reduce((a, p) => a + p.value, 0);
    },
    meta,
    gained(asset, days) {
      const now = closeAt(market, asset, seen);
      const then = seen - days >= 0 ? closeAt(market, asset, seen - days) : 0;
      return now > 0 && then > 0 ? Math.log(now / then) : 0;
    },
    swings: (asset) => swingsAt(market, asset, seen),
    fall: (asset) => fallAt(market, asset, seen),
    yieldOf: (asset) => yieldAt(market, asset, seen),
    market: level,
    positions,
    position,
    buy(asset, dollars) {
      const price = priceNow(asset);
      if (price > 0.01)
        account.buy(asset, meta(asset).symbol, Math.min(dollars, account.cash - filter.reserve), price, date);
    },
    sell(asset, fraction) {
      const p = position(asset);
      const price = priceNow(asset);
      if (p && price > 0.01 && filter.allowSell(p))
        account.sell(asset, meta(asset).symbol, fraction, price, date);
    },
  };
}
