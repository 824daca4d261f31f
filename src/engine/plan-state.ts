import { addDays, dayNumber, daysBetween, isoDate, yearOf, type IsoDate } from '../core/iso-date.ts';
import type { Cents } from '../core/money.ts';
import type { UnitPrice } from '../core/quantity.ts';
import { valueOf } from '../core/quantity.ts';
import { isLongTerm, longTermFrom } from '../domain/ledger/holding-period.ts';
import type { Panel } from '../domain/market/panel.ts';
import { costRate, type CostModel } from '../domain/portfolio/costs.ts';
import { marginalRates, yearInput, type MarginalRates } from '../domain/portfolio/marginal-rates.ts';
import type { OpenLot, TaxProfile } from '../domain/portfolio/types.ts';
import { WASH_DAYS } from '../domain/portfolio/wash-window.ts';
import { yearTax } from '../domain/tax/year-tax.ts';
import { MARKET_WIDTH, rankColumns, writeMarketNumbers } from '../features/market-numbers.ts';
import {
  ASSET_WIDTH,
  GLOBAL_WIDTH,
  writeAssetColumns,
  writeGlobalColumns,
  type AccountFacts,
  type PositionFacts,
} from '../features/state.ts';

export interface StateRequest {
  readonly panel: Panel;
  /** Day index of the decision. */
  readonly t: number;
  readonly date: IsoDate;
  /** Market rows of the universe and the broker's symbol of each. */
  readonly rows: readonly number[];
  readonly symbols: readonly string[];
  readonly lots: readonly OpenLot[];
  readonly prices: ReadonlyMap<string, UnitPrice>;
  readonly cash: Cents;
  readonly noBuyUntil: ReadonlyMap<string, IsoDate>;
  readonly realised: { readonly short: Cents; readonly long: Cents };
  readonly profile: TaxProfile;
  readonly costs: CostModel;
  /** 8 */
  readonly regime: Float32Array;
}

const inDollars = (c: number): number => c / 100;

/** What the columns need to know about one position. */
function positionFacts(
  lots: readonly OpenLot[],
  price: UnitPrice,
  date: IsoDate,
  rates: MarginalRates,
  isBlocked: boolean,
): PositionFacts {
  const p: PositionFacts = {
    value: 0,
    gain: 0,
    longValue: 0,
    daysToLong: 0,
    harvestLoss: 0,
    washWindow: false,
    noBuy: isBlocked,
    saleTax: 0,
  };
  for (const lot of lots) {
    const value = inDollars(valueOf(lot.quantity, price));
    const isTaxed = lot.accountType === 'taxable' && lot.basis !== null;
    const gain = isTaxed ? value - inDollars(lot.basis as number) : 0;
    const isLong = isLongTerm(dayNumber(lot.holdingFrom), dayNumber(date));
    p.value += value;
    p.gain += gain;
    if (gain < 0) p.harvestLoss -= gain;
    if (lot.acquired >= addDays(date, -WASH_DAYS)) p.washWindow = true;
    if (isTaxed) p.saleTax += gain * (isLong ? rates.long : rates.short);
    if (isLong) p.longValue += value;
    else {
      const wait = Math.max(1, daysBetween(date, longTermFrom(lot.holdingFrom)));
      p.daysToLong = p.daysToLong === 0 ? wait : Math.min(p.daysToLong, wait);
    }
  }
  return p;
}

function accountFacts(
  r: StateRequest,
  positions: readonly PositionFacts[],
  rates: MarginalRates,
): AccountFacts {
  const base = yearInput(r.profile, r.realised.short, r.realised.long);
  const none = 0 as Cents;
  const plain = yearTax({
    ...base,
    shortGain: none,
    longGain: none,
    carryoverShort: none,
    carryoverLong: none,
  });
  const year = yearTax(base);
  const cash = Math.max(0, inDollars(r.cash));
  return {
    total: cash + positions.reduce((a, p) => a + p.value, 0),
    cash,
    assets: r.rows.length,
    shortRate: rates.short,
    longRate: rates.long,
    carryforward: inDollars(year.carryoverShort + year.carryoverLong),
    daysToYearEnd: daysBetween(r.date, isoDate(`${yearOf(r.date) + 1}-01-01`)),
    gain: positions.reduce((a, p) => a + p.gain, 0),
    realisedShort: inDollars(r.realised.short),
    realisedLong: inDollars(r.realised.long),
    taxOwed: inDollars(year.total - plain.total),
    // The account's own history of values is not part of the ledger.
    drawdown: 0,
    costBps: costRate(r.costs) * 10_000,
  };
}

/** The policy's input columns for a real account, with the facts behind them. */
export interface PlanState {
  readonly asset: Float32Array;
  readonly global: Float32Array;
  readonly positions: readonly PositionFacts[];
  readonly account: AccountFacts;
}

/** Fills the state columns from lots, prices and the market up to day t: the same writers as in training. */
export function planState(r: StateRequest): PlanState {
  const rates = marginalRates(r.profile);
  const T = r.panel.dates.length;
  const market = new Float32Array(r.rows.length * MARKET_WIDTH);
  r.rows.forEach((row, i) => {
    const kind = r.panel.assets[row] as Panel['assets'][number];
    writeMarketNumbers(market, i * MARKET_WIDTH, r.panel.close, row * T, r.t, kind);
  });
  rankColumns(market, r.rows.length);
  const positions = r.symbols.map((s) => {
    const clean = r.noBuyUntil.get(s);
    return positionFacts(
      r.lots.filter((l) => l.symbol === s),
      r.prices.get(s) as UnitPrice,
      r.date,
      rates,
      clean !== undefined && clean > r.date,
    );
  });
  const account = accountFacts(r, positions, rates);
  const asset = new Float32Array(r.rows.length * ASSET_WIDTH);
  positions.forEach((p, i) =>
    writeAssetColumns(asset, i * ASSET_WIDTH, p, account, market, i * MARKET_WIDTH),
  );
  const global = new Float32Array(GLOBAL_WIDTH);
  writeGlobalColumns(global, 0, account, r.regime, 0);
  return { asset, global, positions, account };
}
