import { dateOfDayNumber, yearOf } from '../../core/iso-date.ts';
import type { Cents } from '../../core/money.ts';
import type { TaxProfile } from '../portfolio/types.ts';
import { yearTax, type YearTaxInput } from '../tax/year-tax.ts';
import type { Book } from './book-state.ts';
import { isLongTerm } from './holding-period.ts';
import { gainOf, type Piece, type Position, type Row } from './lot.ts';
import type { MethodId, SaleTerms, Take } from './methods.ts';
import { MICROS_PER_CENT, shareOf } from './micros.ts';

/** Used for TAXAWARE when the person has not said who they are: single, $100,000, no state tax. */
export const DEFAULT_TAX_PROFILE: TaxProfile = {
  year: 2026,
  status: 'single',
  ordinaryIncome: 10_000_000 as Cents,
  stateRate: 0,
  carryoverShort: 0 as Cents,
  carryoverLong: 0 as Cents,
};

const NO_TERMS = { rates: { short: 0, long: 0 }, taxOf: () => 0 };

/** What a method may look at. Only TAXAWARE pays for the tax side. */
export function saleTerms(
  book: Book,
  position: Position,
  day: number,
  quantity: number,
  proceeds: number,
  method: MethodId,
): SaleTerms {
  if (method !== 'TAXAWARE') return { day, quantity, proceeds, ...NO_TERMS };
  const base = yearInput(book, day);
  const taxWith = (short: number, long: number): number =>
    yearTax({
      ...base,
      shortGain: (base.shortGain + Math.round(short / MICROS_PER_CENT)) as Cents,
      longGain: (base.longGain + Math.round(long / MICROS_PER_CENT)) as Cents,
    }).total;
  const now = taxWith(0, 0);
  const probe = Math.max(1e8, Math.abs(proceeds));
  return {
    day,
    quantity,
    proceeds,
    rates: { short: (taxWith(probe, 0) - now) / probe, long: (taxWith(0, probe) - now) / probe },
    taxOf: (takes) => {
      const g = gainsOf(book, position, takes, day, proceeds);
      return taxWith(g.short, g.long);
    },
  };
}

/** The year so far as the person's tax return would start from. */
function yearInput(book: Book, day: number): YearTaxInput {
  const profile = book.rules.tax ?? DEFAULT_TAX_PROFILE;
  const year = yearOf(dateOfDayNumber(day));
  const gains = gainsSoFar(book, year);
  const isProfileYear = profile.year === year;
  return {
    year,
    status: profile.status,
    ordinaryIncome: profile.ordinaryIncome,
    shortGain: Math.round(gains.short / MICROS_PER_CENT) as Cents,
    longGain: Math.round(gains.long / MICROS_PER_CENT) as Cents,
    carryoverShort: (isProfileYear ? profile.carryoverShort : 0) as Cents,
    carryoverLong: (isProfileYear ? profile.carryoverLong : 0) as Cents,
    stateRate: profile.stateRate,
  };
}

/** Running totals by year, brought up to date from where they were left: rows first, then washes. */
function gainsSoFar(book: Book, year: number): { short: number; long: number } {
  const g = book.gains;
  for (; g.rows < book.rows.length; g.rows++) {
    const row = book.rows[g.rows] as Row;
    // A row may have been washed already; that part comes with its match below.
    add(g.byYear, row, gainOf(row) - row.disallowed);
  }
  for (; g.matches < book.matches.length; g.matches++) {
    const match = book.matches[g.matches];
    if (match) add(g.byYear, match.row, match.disallowed);
  }
  return g.byYear.get(year) ?? { short: 0, long: 0 };
}

function add(byYear: Map<number, { short: number; long: number }>, row: Row, amount: number): void {
  const year = yearOf(dateOfDayNumber(row.soldDay));
  let sum = byYear.get(year);
  if (!sum) byYear.set(year, (sum = { short: 0, long: 0 }));
  if (row.isLong) sum.long += amount;
  else sum.short += amount;
}

/** Gain by term if these takes were sold, less what purchases already made would wash. */
function gainsOf(book: Book, position: Position, takes: readonly Take[], day: number, proceeds: number) {
  const sums = { short: 0, long: 0 };
  const losses: { lotId: string; quantity: number; loss: number; isLong: boolean; order: number }[] = [];
  const leaving = new Map<Piece, number>();
  let left = proceeds;
  let quantityLeft = takes.reduce((n, t) => n + t.quantity, 0);
  takes.forEach(({ lot, piece, quantity }, order) => {
    const part = shareOf(left, quantity, quantityLeft);
    left -= part;
    quantityLeft -= quantity;
    leaving.set(piece, (leaving.get(piece) ?? 0) + quantity);
    if (!lot.isBasisKnown) return;
    const basis = shareOf(piece.basis, quantity, piece.quantity);
    let gain = part - basis;
    let hold = piece.holdDay;
    if (piece.lossBasis >= 0 && gain < 0) {
      gain = Math.min(0, part - shareOf(piece.lossBasis, quantity, piece.quantity));
      if (gain < 0) hold = lot.acquiredDay;
    }
    const isLong = lot.isInherited || isLongTerm(hold, day);
    if (isLong) sums.long += gain;
    else sums.short += gain;
    if (gain < 0) losses.push({ lotId: lot.id, quantity, loss: -gain, isLong, order });
  });
  if (losses.length > 0) addWashes(book, position, losses, day, leaving, sums, takes);
  return sums;
}

function addWashes(
  book: Book,
  position: Position,
  losses: { lotId: string; quantity: number; loss: number; isLong: boolean; order: number }[],
  day: number,
  leaving: ReadonlyMap<Piece, number>,
  sums: { short: number; long: number },
  takes: readonly Take[],
): void {
  const lotOf = (order: number) => (takes[order] as Take).lot;
  losses.sort((a, b) => {
    const x = lotOf(a.order);
    const y = lotOf(b.order);
    return x.acquiredDay - y.acquiredDay || x.seq - y.seq;
  });
  const washed = book.pools.of(position.symbol, position.account).wouldWash(losses, day, leaving);
  losses.forEach((l, i) => {
    const disallowed = shareOf(l.loss, washed[i] ?? 0, l.quantity);
    if (l.isLong) sums.long += disallowed;
    else sums.short += disallowed;
  });
}
