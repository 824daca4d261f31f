import { pieceValue } from './behaviour-history.ts';
import type { TradeHistory } from './behaviour-history.ts';
import type { AccountFacts, PositionFacts } from './state.ts';

/** Marginal rates used for the tax columns of past decisions; the person's own where known. */
export interface DecisionRates {
  readonly short: number;
  readonly long: number;
}
/** A middle bracket: 24 % on short-term gains, 15 % on long-term gains. */
export const TYPICAL_RATES: DecisionRates = { short: 0.24, long: 0.15 };

const YEAR_DAYS = 366;
const WASH_DAYS = 30;

const emptyPosition = (): PositionFacts => ({
  value: 0,
  gain: 0,
  longValue: 0,
  daysToLong: 0,
  harvestLoss: 0,
  washWindow: false,
  noBuy: false,
  saleTax: 0,
});

/** Adds one open piece to its position. */
function addPiece(p: PositionFacts, value: number, cost: number, age: number, rates: DecisionRates): void {
  const gain = cost > 0 ? value - cost : 0;
  const isLong = age >= YEAR_DAYS;
  p.value += value;
  p.gain += gain;
  if (isLong) p.longValue += value;
  else p.daysToLong = p.daysToLong === 0 ? YEAR_DAYS - age : Math.min(p.daysToLong, YEAR_DAYS - age);
  if (gain < 0) p.harvestLoss -= gain;
  p.saleTax += gain * (isLong ? rates.long : rates.short);
}

/**
 * Positions of the universe on the eve of `day`, in dollars, from what was known then.
 * @param slots symbol -> slot of the universe; other symbols are left out
 * @param eve panel day of the last close before `day`
 */
export function positionsBefore(
  history: TradeHistory,
  day: number,
  eve: number,
  slots: ReadonlyMap<string, number>,
  rates: DecisionRates,
): PositionFacts[] {
  const out = Array.from({ length: slots.size }, emptyPosition);
  for (const piece of history.pieces) {
    if (piece.from >= day) break;
    const p = out[slots.get(piece.symbol) ?? -1];
    if (!p) continue;
    if (day - piece.from <= WASH_DAYS) p.washWindow = true;
    if (piece.to >= day)
      addPiece(p, pieceValue(piece, history.market, eve), piece.cost, day - piece.from, rates);
  }
  for (const sale of history.sales) {
    if (sale.day >= day) break;
    const p = out[slots.get(sale.symbol) ?? -1];
    if (p && sale.gain < 0 && day - sale.day <= WASH_DAYS) p.noBuy = true;
  }
  return out;
}

/** Calendar year of a day number, right to within a day of New Year: enough for a column on the way to year end. */
const yearOfDay = (day: number): number => Math.floor(1970 + (day + 0.5) / 365.2425);

/** The account as a whole on the eve of `day`. Losses carried over and costs are not in a broker's file: 0. */
export function accountBefore(
  history: TradeHistory,
  positions: readonly PositionFacts[],
  cash: number,
  day: number,
  rates: DecisionRates,
): AccountFacts {
  const year = yearOfDay(day);
  const yearEnd = Math.round((year + 1 - 1970) * 365.2425);
  const thisYear = history.sales.filter(
    (s) => s.day < day && yearOfDay(s.day) === year && s.gainRate !== null,
  );
  const sum = (long: boolean): number =>
    thisYear.filter((s) => s.long === long).reduce((a, s) => a + s.gain, 0);
  const realisedShort = sum(false);
  const realisedLong = sum(true);
  return {
    total: positions.reduce((a, p) => a + p.value, 0) + cash,
    cash,
    assets: positions.length,
    shortRate: rates.short,
    longRate: rates.long,
    carryforward: 0,
    daysToYearEnd: Math.max(0, Math.min(366, yearEnd - day)),
    gain: positions.reduce((a, p) => a + p.gain, 0),
    realisedShort,
    realisedLong,
    taxOwed: Math.max(0, realisedShort * rates.short + realisedLong * rates.long),
    drawdown: 0,
    costBps: 0,
  };
}
