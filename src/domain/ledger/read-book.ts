/** From the fold's mutable book to plain results: rows, open lots, totals by year, lists for a date. */
import { dateOfDayNumber, yearOf, type IsoDate } from '../../core/iso-date.ts';
import type { Book } from './book-state.ts';
import { gainOf, type Row, type RowKind } from './lot.ts';
import type { MethodId } from './methods.ts';
import type { WashMatch } from './wash.ts';

/** One realised row in exact money (micros), pieces with the same sale, lot, period and kind added up. */
export interface RealizedPiece {
  readonly saleId: string;
  readonly lotId: string;
  readonly symbol: string;
  readonly account: string;
  readonly currency: string;
  readonly kind: RowKind;
  readonly method: MethodId;
  readonly quantity: number;
  /** Null for inherited shares ("INHERITED"). */
  readonly acquired: IsoDate | null;
  /** The day the shares came in, inherited or not. */
  readonly cameIn: IsoDate;
  readonly holdingFrom: IsoDate | null;
  readonly sold: IsoDate;
  readonly term: 'short' | 'long';
  readonly proceeds: number;
  readonly cost: number;
  readonly disallowed: number;
  readonly permanent: number;
  readonly gain: number;
  readonly isBasisKnown: boolean;
  /** Indexes of matches: losses washed here, and losses carried in this cost. */
  readonly washed: readonly number[];
  readonly carried: readonly number[];
}

/** One open lot entry: a purchase of which only some shares are replacements shows as two. */
export interface OpenPiece {
  readonly lotId: string;
  readonly symbol: string;
  readonly account: string;
  readonly currency: string;
  readonly quantity: number;
  readonly acquired: IsoDate | null;
  readonly acquiredDay: number;
  readonly seq: number;
  readonly holdingFrom: IsoDate | null;
  readonly basis: number;
  readonly lossBasis: number;
  readonly isBasisKnown: boolean;
  /** Indexes of matches whose losses are in this basis. */
  readonly carried: readonly number[];
}

const dates = new Map<number, IsoDate>();
/** dateOfDayNumber with a memory. */
export function dateOf(day: number): IsoDate {
  let d = dates.get(day);
  if (d === undefined) {
    if (dates.size > 50_000) dates.clear();
    dates.set(day, (d = dateOfDayNumber(day)));
  }
  return d;
}

/** A row in the making: its lists still grow. */
type Building = { -readonly [K in keyof RealizedPiece]: RealizedPiece[K] } & {
  holdDay: number;
  washed: number[];
  carried: number[];
};

/** Shared by all rows without matches; never grown. */
const NONE: number[] = [];

/** Appends to a list that is its row's own; a row without one takes over `more`. */
function grown(list: number[], more: number[]): number[] {
  if (list.length === 0) return more;
  for (const x of more) list.push(x);
  return list;
}

/** A row all of whose parts are in: a loss that several of them carried is named once. */
function finished(p: Building): RealizedPiece {
  if (p.carried.length > 1) p.carried = [...new Set(p.carried)];
  return p;
}

/**
 * Hands over the rows in order of booking, those of one disposal with the same lot, period and kind added up. Rows of
 * one disposal stand next to each other, so merging looks back only there, and there only among those of the lot.
 */
export function* eachRealized(book: Book): Generator<RealizedPiece> {
  let group: Building[] = [];
  let byLot = new Map<string, Building[]>();
  let saleId = '';
  for (const row of book.rows) {
    if (row.saleId !== saleId) {
      for (const p of group) yield finished(p);
      group = [];
      byLot = new Map();
      saleId = row.saleId;
    }
    const ofLot = byLot.get(row.lotId) ?? [];
    const same = ofLot.find((p) => isSame(p, row));
    if (same) addRow(book, same, row);
    else {
      const piece = pieceOf(book, row);
      group.push(piece);
      ofLot.push(piece);
      byLot.set(row.lotId, ofLot);
    }
  }
  for (const p of group) yield finished(p);
}

/** All rows as a list. */
export const realizedPieces = (book: Book): RealizedPiece[] => [...eachRealized(book)];

function isSame(p: Building, row: Row): boolean {
  return (
    p.holdDay === row.holdDay &&
    p.kind === row.kind &&
    p.account === row.account &&
    p.symbol === row.symbol &&
    (p.term === 'long') === row.isLong &&
    p.isBasisKnown === row.isBasisKnown
  );
}

/** Matches of a row, first to last. */
function washedOf(book: Book, row: Row): number[] {
  if (row.lastMatch < 0) return NONE;
  const out: number[] = [];
  for (let i = row.lastMatch; i >= 0; i = (book.matches[i] as WashMatch).previous) out.push(i);
  return out.toReversed();
}

const carriedBy = (match: number): number[] => (match < 0 ? NONE : [match]);

function pieceOf(book: Book, row: Row): Building {
  return {
    saleId: row.saleId,
    lotId: row.lotId,
    symbol: row.symbol,
    account: row.account,
    currency: row.currency,
    kind: row.kind,
    method: row.method,
    quantity: row.quantity,
    acquired: row.isInherited ? null : dateOf(row.acquiredDay),
    cameIn: dateOf(row.acquiredDay),
    holdingFrom: row.isInherited ? null : dateOf(row.holdDay),
    holdDay: row.holdDay,
    sold: dateOf(row.soldDay),
    term: row.isLong ? 'long' : 'short',
    proceeds: row.proceeds,
    cost: row.cost,
    disallowed: row.disallowed,
    permanent: row.permanent,
    gain: gainOf(row),
    isBasisKnown: row.isBasisKnown,
    washed: washedOf(book, row),
    carried: carriedBy(row.carried),
  };
}

function addRow(book: Book, p: Building, row: Row): void {
  p.quantity += row.quantity;
  p.proceeds += row.proceeds;
  p.cost += row.cost;
  p.disallowed += row.disallowed;
  p.permanent += row.permanent;
  p.gain += gainOf(row);
  p.washed = grown(p.washed, washedOf(book, row));
  p.carried = grown(p.carried, carriedBy(row.carried));
}

/** An open lot entry in the making. */
type OpenEntry = { -readonly [K in keyof OpenPiece]: OpenPiece[K] } & { carried: number[] };

/** Open lots of every account, accounts and symbols in order of first appearance, lots oldest first. */
export function openPieces(book: Book): OpenPiece[] {
  const out: OpenEntry[] = [];
  for (const positions of book.positions.values()) {
    for (const position of positions.values()) {
      for (const lot of position.lots) {
        const start = out.length;
        for (const piece of lot.pieces) {
          const entry: OpenEntry = {
            lotId: lot.id,
            symbol: position.symbol,
            account: position.account,
            currency: lot.currency,
            quantity: piece.quantity,
            acquired: lot.isInherited ? null : dateOf(lot.acquiredDay),
            acquiredDay: lot.acquiredDay,
            seq: lot.seq,
            holdingFrom: lot.isInherited ? null : dateOf(piece.holdDay),
            basis: piece.basis,
            lossBasis: piece.lossBasis,
            isBasisKnown: lot.isBasisKnown,
            carried: carriedBy(piece.match),
          };
          mergeInto(out, start, entry);
        }
      }
    }
  }
  return out;
}

/** Pieces with the same period and the same basis per share are one entry. */
function mergeInto(out: OpenEntry[], start: number, entry: OpenEntry): void {
  for (let i = start; i < out.length; i++) {
    const o = out[i] as OpenEntry;
    if (o.holdingFrom !== entry.holdingFrom) continue;
    const a = o.basis / o.quantity;
    const b = entry.basis / entry.quantity;
    if (Math.abs(a - b) > 1e-9 * Math.max(Math.abs(a), Math.abs(b))) continue;
    o.quantity += entry.quantity;
    o.basis += entry.basis;
    if (o.lossBasis >= 0) o.lossBasis += entry.lossBasis;
    o.carried = grown(o.carried, entry.carried);
    return;
  }
  out.push(entry);
}

/** Sums of a calendar year in exact money. */
export interface YearSums {
  readonly shortTerm: number;
  readonly longTerm: number;
  readonly washDisallowed: number;
}

/** Totals per calendar year of the sale, in US dollars; rows without basis or in other money are left out. */
export function sumsByYear(book: Book): Map<number, YearSums> {
  const years = new Map<number, { shortTerm: number; longTerm: number; washDisallowed: number }>();
  let day = NaN;
  let sums = { shortTerm: 0, longTerm: 0, washDisallowed: 0 };
  for (const r of book.rows) {
    if (!r.isBasisKnown || r.currency !== 'USD') continue;
    if (r.soldDay !== day) {
      day = r.soldDay;
      const year = yearOf(dateOf(day));
      const known = years.get(year);
      sums = known ?? { shortTerm: 0, longTerm: 0, washDisallowed: 0 };
      if (!known) years.set(year, sums);
    }
    if (r.isLong) sums.longTerm += gainOf(r);
    else sums.shortTerm += gainOf(r);
    sums.washDisallowed += r.disallowed;
  }
  return new Map([...years].toSorted((a, b) => a[0] - b[0]));
}
