import type { IsoDate } from '../../core/iso-date.ts';
import { accountOf, dayOfDate, isWashable, problem, type Book } from './book-state.ts';
import type { LedgerEvent, LotPick } from './events.ts';
import { isLongTerm } from './holding-period.ts';
import {
  compact,
  gainOf,
  NO_MATCH,
  type Lot,
  type Piece,
  type Position,
  type Row,
  type RowKind,
} from './lot.ts';
import { METHODS, fill, oldest, pickNamed, type LotSelection, type Take } from './methods.ts';
import { shareOf } from './micros.ts';
import { saleTerms } from './sale-terms.ts';

/** A disposal to be booked: what leaves is decided, what it brought is known. */
export interface Disposal {
  readonly id: string;
  readonly day: number;
  readonly kind: RowKind;
  readonly selection: LotSelection;
  /** Net of fees, for exactly the shares in the takes. */
  readonly proceeds: number;
}

/** Shares taken out of a piece with their part of its basis. */
export interface Removed {
  readonly lot: Lot;
  readonly quantity: number;
  readonly basis: number;
  readonly lossBasis: number;
  readonly holdDay: number;
  readonly match: number;
}

/** Takes shares out of a position; the piece keeps exactly what is left of its basis. */
export function remove(position: Position, take: Take): Removed {
  const { lot, piece, quantity } = take;
  const basis = shareOf(piece.basis, quantity, piece.quantity);
  const lossBasis = piece.lossBasis < 0 ? -1 : shareOf(piece.lossBasis, quantity, piece.quantity);
  piece.quantity -= quantity;
  piece.basis -= basis;
  if (lossBasis >= 0) piece.lossBasis -= lossBasis;
  position.quantity -= quantity;
  if (piece.quantity === 0) dropPiece(position, lot, piece);
  return { lot, quantity, basis, lossBasis, holdDay: piece.holdDay, match: piece.match };
}

function dropPiece(position: Position, lot: Lot, piece: Piece): void {
  lot.pieces.splice(lot.pieces.indexOf(piece), 1);
  if (lot.pieces.length === 0) position.empty++;
}

/**
 * The basis and date that count for this price. A gift worth less than the donor's basis has two, IRC 1015(a):
 * above the donor's basis that one, below the value at the gift that one with a period from the gift, in
 * between neither gain nor loss.
 */
function costFor(removed: Removed, proceeds: number): { cost: number; holdDay: number } {
  const { basis, lossBasis, lot } = removed;
  if (!lot.isBasisKnown) return { cost: proceeds, holdDay: removed.holdDay };
  if (lossBasis < 0 || proceeds >= basis) return { cost: basis, holdDay: removed.holdDay };
  if (proceeds < lossBasis) return { cost: lossBasis, holdDay: lot.acquiredDay };
  return { cost: proceeds, holdDay: removed.holdDay };
}

/** Books the takes of one disposal: rows, then wash sales of its losses in order of purchase. */
export function realize(book: Book, position: Position, takes: readonly Take[], disposal: Disposal): void {
  const isTaxed = accountOf(book, position.account).type === 'taxable';
  let proceedsLeft = disposal.proceeds;
  let quantityLeft = 0;
  for (const t of takes) quantityLeft += t.quantity;
  const losses: { row: Row; lot: Lot }[] = [];
  for (const take of takes) {
    const proceeds = shareOf(proceedsLeft, take.quantity, quantityLeft);
    proceedsLeft -= proceeds;
    quantityLeft -= take.quantity;
    const removed = remove(position, take);
    if (!isTaxed) continue;
    const row = rowOf(position, removed, proceeds, disposal);
    book.rows.push(row);
    if (row.cost > row.proceeds) losses.push({ row, lot: removed.lot });
  }
  compact(position);
  if (losses.length > 0 && isWashable(book, position.symbol)) wash(book, position, losses);
}

function rowOf(position: Position, removed: Removed, proceeds: number, disposal: Disposal): Row {
  const { lot } = removed;
  const { cost, holdDay } = costFor(removed, proceeds);
  return {
    saleId: disposal.id,
    lotId: lot.id,
    symbol: position.symbol,
    account: position.account,
    currency: lot.currency,
    kind: disposal.kind,
    method: disposal.selection.picks ? 'SPECID' : disposal.selection.method,
    quantity: removed.quantity,
    acquiredDay: lot.acquiredDay,
    isInherited: lot.isInherited,
    holdDay,
    soldDay: disposal.day,
    isLong: lot.isInherited || isLongTerm(holdDay, disposal.day),
    proceeds,
    cost,
    disallowed: 0,
    permanent: 0,
    isBasisKnown: lot.isBasisKnown,
    carried: removed.match,
    lastMatch: NO_MATCH,
  };
}

function wash(book: Book, position: Position, losses: { row: Row; lot: Lot }[]): void {
  const pool = book.pools.of(position.symbol, position.account);
  losses.sort((a, b) => a.lot.acquiredDay - b.lot.acquiredDay || a.lot.seq - b.lot.seq);
  for (const { row } of losses) {
    pool.lost({
      row,
      symbol: row.symbol,
      lotId: row.lotId,
      day: row.soldDay,
      heldDays: row.soldDay - row.holdDay,
      quantity: row.quantity,
      loss: -gainOf(row),
    });
  }
}

/** Average basis over all shares of the fund in the account, exact in sum, Reg. 1.1012-1(e). */
function poolBasis(position: Position): void {
  const pieces: Piece[] = [];
  for (const lot of position.lots) if (lot.isBasisKnown) pieces.push(...lot.pieces);
  let basisLeft = 0;
  let quantityLeft = 0;
  for (const p of pieces) {
    basisLeft += p.basis;
    quantityLeft += p.quantity;
  }
  for (const p of pieces) {
    p.basis = shareOf(basisLeft, p.quantity, quantityLeft);
    p.lossBasis = -1;
    basisLeft -= p.basis;
    quantityLeft -= p.quantity;
  }
}

const sum = (takes: readonly Take[]): number => {
  let n = 0;
  for (const t of takes) n += t.quantity;
  return n;
};

/** Named lots first; what they leave open goes by FIFO and is reported. */
function takesOfNamed(
  book: Book,
  position: Position,
  quantity: number,
  picks: readonly LotPick[],
  event: LedgerEvent,
) {
  const named = pickNamed(position, picks);
  if (named.missing > 0)
    problem(book, event, 'lot-not-held', 'A lot named for this sale does not hold that many shares.');
  const takes: Take[] = [];
  let left = quantity;
  const taken = new Map<Piece, number>();
  for (const t of named.takes) {
    const part = Math.min(t.quantity, left);
    if (part <= 0) break;
    takes.push(part === t.quantity ? t : { ...t, quantity: part });
    taken.set(t.piece, (taken.get(t.piece) ?? 0) + part);
    left -= part;
  }
  for (let i = position.head; i < position.lots.length && left > 0; i++) {
    const lot = position.lots[i] as Lot;
    for (const piece of lot.pieces) {
      const part = Math.min(left, piece.quantity - (taken.get(piece) ?? 0));
      if (part > 0) takes.push({ lot, piece, quantity: part });
      left -= Math.max(0, part);
    }
  }
  return takes;
}

/** Which shares leave for a sale of `quantity`: from what was asked to what is booked. */
export function resolveTakes(
  book: Book,
  position: Position,
  event: LedgerEvent,
  quantity: number,
  proceeds: number,
  selection: LotSelection,
): Take[] {
  if (selection.picks) return takesOfNamed(book, position, quantity, selection.picks, event);
  const method = METHODS[selection.method];
  if (method.isPooled) poolBasis(position);
  return method.pick(
    position,
    saleTerms(book, position, dayOfDate(event.date), quantity, proceeds, method.id),
  );
}

/**
 * A sale as an event asked for it. More sold than held: what is held is booked, the rest becomes a row without
 * basis (gain 0, left out of every total) and a problem the person must resolve.
 */
export function disposeShares(
  book: Book,
  event: LedgerEvent & { date: IsoDate },
  position: Position,
  sale: { quantity: number; proceeds: number; kind: RowKind; selection: LotSelection },
): void {
  const takes = resolveTakes(book, position, event, sale.quantity, sale.proceeds, sale.selection);
  const taken = sum(takes);
  const short = sale.quantity - taken;
  const slack = position.isInexact ? 100 : 0;
  const isShort = short > slack;
  const proceeds = isShort ? shareOf(sale.proceeds, taken, sale.quantity) : sale.proceeds;
  const day = dayOfDate(event.date);
  realize(book, position, takes, { id: event.id, day, kind: sale.kind, selection: sale.selection, proceeds });
  if (isShort) missingShares(book, event, position, short, sale.proceeds - proceeds, sale.kind);
}

function missingShares(
  book: Book,
  event: LedgerEvent,
  position: Position,
  quantity: number,
  proceeds: number,
  kind: RowKind,
): void {
  problem(
    book,
    event,
    'sold-more-than-held',
    `${quantity / 1e8} ${position.symbol} sold that were never bought in these files. Add the earlier history or the basis; until then this part is in no total.`,
  );
  if (accountOf(book, position.account).type !== 'taxable') return;
  const day = dayOfDate(event.date);
  book.rows.push({
    saleId: event.id,
    lotId: 'unknown',
    symbol: position.symbol,
    account: position.account,
    currency: event.currency ?? 'USD',
    kind,
    method: 'FIFO',
    quantity,
    acquiredDay: day,
    isInherited: false,
    holdDay: day,
    soldDay: day,
    isLong: false,
    proceeds,
    cost: proceeds,
    disallowed: 0,
    permanent: 0,
    isBasisKnown: false,
    carried: NO_MATCH,
    lastMatch: NO_MATCH,
  });
}

/** Everything of a position, oldest first. */
export const takeAll = (position: Position): Take[] => {
  const takes: Take[] = [];
  for (let i = position.head; i < position.lots.length; i++) {
    const lot = position.lots[i] as Lot;
    for (const piece of lot.pieces) takes.push({ lot, piece, quantity: piece.quantity });
  }
  return takes;
};

/** The oldest shares up to a quantity, for transfers. */
export const takeOldest = (position: Position, quantity: number): Take[] =>
  fill(oldest(position), quantity, position.isInexact);
