import { isLongTerm } from '../../domain/ledger/holding-period.ts';
import { isBuyBlocked, isInWashWindow, MAX_LOTS, type Account, type TradeRules } from './account.ts';

/** One pass over all lots: what the state columns and the rewards need. Reused from step to step. */
export interface AccountSummary {
  readonly value: Float64Array;
  readonly gain: Float64Array;
  readonly longValue: Float64Array;
  readonly daysToLong: Int32Array;
  readonly harvestLoss: Float64Array;
  readonly saleTax: Float64Array;
  readonly washWindow: Uint8Array;
  readonly noBuy: Uint8Array;
  total: number;
  unrealisedShort: number;
  unrealisedLong: number;
}

export function newSummary(assets: number): AccountSummary {
  return {
    value: new Float64Array(assets),
    gain: new Float64Array(assets),
    longValue: new Float64Array(assets),
    daysToLong: new Int32Array(assets),
    harvestLoss: new Float64Array(assets),
    saleTax: new Float64Array(assets),
    washWindow: new Uint8Array(assets),
    noBuy: new Uint8Array(assets),
    total: 0,
    unrealisedShort: 0,
    unrealisedLong: 0,
  };
}

const HOLDING_DAYS = 366;

/** Fills a summary for `today`. */
export function summarise(a: Account, today: number, rules: TradeRules, s: AccountSummary): void {
  let total = a.cash;
  let short = 0;
  let long = 0;
  for (let i = 0; i < a.assets; i++) {
    const base = i * MAX_LOTS;
    const price = a.price[i] as number;
    let value = 0;
    let gain = 0;
    let longValue = 0;
    let loss = 0;
    let shortGain = 0;
    let wait = 0;
    for (let j = 0; j < (a.lots[i] as number); j++) {
      const v = (a.units[base + j] as number) * price;
      const g = v - (a.basis[base + j] as number);
      const held = today - (a.day[base + j] as number);
      value += v;
      gain += g;
      if (g < 0) loss -= g;
      if (isLongTerm(a.day[base + j] as number, today)) longValue += v;
      else {
        shortGain += g;
        const days = Math.max(1, HOLDING_DAYS - held);
        wait = wait === 0 ? days : Math.min(wait, days);
      }
    }
    s.value[i] = value;
    s.gain[i] = gain;
    s.longValue[i] = longValue;
    s.daysToLong[i] = wait;
    s.harvestLoss[i] = loss;
    s.washWindow[i] = isInWashWindow(a, i, today) ? 1 : 0;
    s.noBuy[i] = isBuyBlocked(a, i, today) ? 1 : 0;
    s.saleTax[i] = shortGain * rules.rates.short + (gain - shortGain) * rules.rates.long;
    total += value;
    short += shortGain;
    long += gain - shortGain;
  }
  s.total = total;
  s.unrealisedShort = short;
  s.unrealisedLong = long;
}
