/** From the fold's mutable book to plain results: rows, open lots, totals by year, lists for a date. */
import { dateOfDayNumber, yearOf, type IsoDate } from '../../core/iso-date.ts';
import type { Book } from './book-state.ts';
import { gainOf, type Row, type RowKind } from './lot.ts';
import type { MethodId } from './methods.ts';

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
  readonly notes: readonly string[];
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
  readonly notes: readonly string[];
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

/** Rows in order of booking. Pieces of one disposal stand next to each other, so merging looks back only there. */
export function realizedPieces(book: Book): RealizedPiece[] {
  const out: RealizedPiece[] = [];
  let start = 0;
  for (const row of book.rows) {
    if (start < out.length && out[start]?.saleId !== row.saleId) start = out.length;
    const at = findSame(out, start, row);
    if (at < 0) out.push(pieceOf(row));
    else out[at] = merged(out[at] as RealizedPiece, row);
  }
  return out;
}

function findSame(out: readonly RealizedPiece[], start: number, row: Row): number {
  for (let i = start; i < out.length; i++) {
    const p = out[i] as RealizedPiece;
    if (p.lotId !== row.lotId || p.account !== row.account || p.symbol !== row.symbol || p.kind !== row.kind) continue;
    if (p.term !== (row.isLong ? 'long' : 'short')) continue;
    if (p.isBasisKnown === row.isBasisKnown && p.holdingFrom === (row.isInherited ? null : dateOf(row.holdDay))) return i;
  }
  return -1;
}

function pieceOf(row: Row): RealizedPiece {
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
    sold: dateOf(row.soldDay),
    term: row.isLong ? 'long' : 'short',
    proceeds: row.proceeds,
    cost: row.cost,
    disallowed: row.disallowed,
    permanent: row.permanent,
    gain: gainOf(row),
    isBasisKnown: row.isBasisKnown,
    notes: row.notes ?? [],
  };
}

function merged(p: RealizedPiece, row: Row): RealizedPiece {
  return {
    ...p,
    quantity: p.quantity + row.quantity,
    proceeds: p.proceeds + row.proceeds,
    cost: p.cost + row.cost,
    disallowed: p.disallowed + row.disallowed,
    permanent: p.permanent + row.permanent,
    gain: p.gain + gainOf(row),
    notes: row.notes ? [...p.notes, ...row.notes] : p.notes,
  };
}

/** Open lots of every account, accounts and symbols in order of first appearance, lots oldest first. */
export function openPieces(book: Book): OpenPiece[] {
  const out: OpenPiece[] = [];
  for (const positions of book.positions.values()) {
    for (const position of positions.values()) {
      for (const lot of position.lots) {
        const start = out.length;
        for (const piece of lot.pieces) {
          const entry: OpenPiece = {
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
            notes: piece.notes ?? [],
          };
          mergeInto(out, start, entry);
        }
      }
    }
  }
  return out;
}

/** Pieces with the same period and the same basis per share are one entry. */
function mergeInto(out: OpenPiece[], start: number, entry: OpenPiece): void {
  for (let i = start; i < out.length; i++) {
    const o = out[i] as OpenPiece;
    if (o.holdingFrom !== entry.holdingFrom) continue;
    const a = o.basis / o.quantity;
    const b = entry.basis / entry.quantity;
    if (Math.abs(a - b) > 1e-9 * Math.max(Math.abs(a), Math.abs(b))) continue;
    out[i] = {
      ...o,
      quantity: o.quantity + entry.quantity,
      basis: o.basis + entry.basis,
      lossBasis: o.lossBasis < 0 ? -1 : o.lossBasis + entry.lossBasis,
      notes: [...o.notes, ...entry.notes],
    };
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
export function sumsByYear(rows: readonly RealizedPiece[]): Map<number, YearSums> {
  const years = new Map<number, { shortTerm: number; longTerm: number; washDisallowed: number }>();
  for (const r of rows) {
    if (!r.isBasisKnown || r.currency !== 'USD') continue;
    const year = yearOf(r.sold);
    let y = years.get(year);
    if (!y) years.set(year, (y = { shortTerm: 0, longTerm: 0, washDisallowed: 0 }));
    if (r.term === 'long') y.longTerm += r.gain;
    else y.shortTerm += r.gain;
    y.washDisallowed += r.disallowed;
  }
  return new Map([...years].toSorted((a, b) => a[0] - b[0]));
}
