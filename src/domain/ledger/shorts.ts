/**
 * Short sales, IRC 1233 and 1091(e). The gain or loss arises at closing and is short-term; against stock held a year
 * or less when the short was opened (or bought before closing) that stock's clock restarts at the closing date,
 * oldest first, up to the shorted quantity (1233(b)); with identical stock held longer, a loss is long-term as far
 * as that stock reaches (1233(d)). A closing loss is washed when another short is opened within 30 days; the loss
 * then joins the cost of closing the new short.
 * Not modelled: 1259 constructive sales, and 1091(e)(1), a closing loss against a sale of long stock.
 */
import { dayOfDate, isWashable, positionOf, problem, type Book } from './book-state.ts';
import type { CoverEvent, ShortSellEvent } from './events.ts';
import { isLongTerm } from './holding-period.ts';
import { NO_MATCH, type Lot, type Piece, type Position, type Row, type Short } from './lot.ts';
import { shareOf } from './micros.ts';
import { splitPiece, WASH_DAYS } from './wash.ts';

/** Positions of the same or identical stock in the person's taxable accounts. */
function identicalPositions(book: Book, symbol: string): Position[] {
  return book.pools.siblings(symbol).flatMap((s) => book.bySymbol.get(s) ?? []);
}

/** Opens a short: proceeds wait for the closing. */
export function shortSell(book: Book, event: ShortSellEvent): void {
  const position = positionOf(book, event.account, event.symbol);
  const day = dayOfDate(event.date);
  let longHeld = 0;
  for (const p of identicalPositions(book, event.symbol)) {
    for (const lot of p.lots) {
      if (!lot.taxable) continue;
      for (const piece of lot.pieces)
        if (lot.isInherited || isLongTerm(piece.holdDay, day)) longHeld += piece.quantity;
    }
  }
  const short: Short = {
    id: event.id,
    day,
    seq: book.seq,
    currency: event.currency ?? 'USD',
    quantity: event.quantity,
    proceeds: event.proceeds,
    longHeld: Math.min(longHeld, event.quantity),
    deferred: 0,
    isUsed: false,
    match: NO_MATCH,
  };
  position.shorts.push(short);
  if (!isWashable(book, event.symbol)) return;
  for (const loss of book.shortLosses) {
    if (loss.quantity <= 0 || day - loss.row.soldDay > WASH_DAYS || loss.shortId === short.id) continue;
    if (book.pools.areIdentical(loss.row.symbol, event.symbol))
      defer(book, loss, position, position.shorts.length - 1);
  }
}

/** A closing loss that still looks for another short. */
export interface ShortLoss {
  readonly row: Row;
  readonly shortId: string;
  quantity: number;
  loss: number;
}

interface Closing {
  readonly id: string;
  readonly symbol: string;
  readonly day: number;
  readonly quantity: number;
  readonly cost: number;
}

export function buyToCover(book: Book, event: CoverEvent): void {
  const position = positionOf(book, event.account, event.symbol);
  const open = position.shorts.reduce((n, s) => n + s.quantity, 0);
  const quantity = Math.min(open, event.quantity);
  if (quantity < event.quantity) {
    problem(
      book,
      event,
      'covered-more-than-short',
      `${event.symbol}: more shares covered than were sold short in these files.`,
    );
  }
  if (quantity === 0) return;
  const cost = shareOf(event.cost, quantity, event.quantity);
  closeShorts(book, position, {
    id: event.id,
    symbol: event.symbol,
    day: dayOfDate(event.date),
    quantity,
    cost,
  });
}

/** Closes the oldest shorts of a position first. */
export function closeShorts(book: Book, position: Position, closing: Closing): void {
  let left = closing.quantity;
  let costLeft = closing.cost;
  while (left > 0 && position.shorts.length > 0) {
    const short = position.shorts[0] as Short;
    const part = Math.min(left, short.quantity);
    const cost = shareOf(costLeft, part, left);
    closePart(book, position, short, closing, part, cost);
    left -= part;
    costLeft -= cost;
    if (short.quantity === 0) position.shorts.shift();
  }
}

function closePart(
  book: Book,
  position: Position,
  short: Short,
  closing: Closing,
  part: number,
  cost: number,
): void {
  const proceeds = shareOf(short.proceeds, part, short.quantity);
  const deferred = shareOf(short.deferred, part, short.quantity);
  const isLoss = proceeds < cost + deferred;
  const longPart = isLoss ? Math.min(part, short.longHeld) : 0;
  short.proceeds -= proceeds;
  short.deferred -= deferred;
  short.quantity -= part;
  short.longHeld = Math.min(short.longHeld - longPart, short.quantity);
  const total = cost + deferred;
  const longProceeds = shareOf(proceeds, longPart, part);
  const longCost = shareOf(total, longPart, part);
  if (longPart > 0) bookRow(book, position, short, closing, longPart, longProceeds, longCost, true);
  if (longPart < part) {
    bookRow(
      book,
      position,
      short,
      closing,
      part - longPart,
      proceeds - longProceeds,
      total - longCost,
      false,
    );
  }
  restartClocks(book, closing.symbol, short.day, closing.day, part);
}

function bookRow(
  book: Book,
  position: Position,
  short: Short,
  closing: Closing,
  quantity: number,
  proceeds: number,
  cost: number,
  isLong: boolean,
): void {
  if ((book.rules.accounts[position.account]?.type ?? 'taxable') !== 'taxable') return;
  const row: Row = {
    saleId: closing.id,
    lotId: short.id,
    symbol: position.symbol,
    account: position.account,
    currency: short.currency,
    kind: 'short_cover',
    method: 'FIFO',
    quantity,
    // The shares delivered were bought at the closing: acquired and closed on one day (Form 8949 instructions).
    acquiredDay: closing.day,
    isInherited: false,
    holdDay: closing.day,
    soldDay: closing.day,
    isLong,
    proceeds,
    cost,
    disallowed: 0,
    permanent: 0,
    isBasisKnown: true,
    carried: short.match,
    lastMatch: NO_MATCH,
  };
  book.rows.push(row);
  if (cost > proceeds && isWashable(book, position.symbol)) washClosing(book, position, short, row);
}

/** 1091(e)(2): shorts opened up to 30 days before the closing first, later ones as they come. */
function washClosing(book: Book, position: Position, closed: Short, row: Row): void {
  const loss: ShortLoss = { row, shortId: closed.id, quantity: row.quantity, loss: row.cost - row.proceeds };
  for (const p of book.rules.view === 'law' ? identicalPositions(book, position.symbol) : [position]) {
    for (let i = 0; i < p.shorts.length && loss.quantity > 0; i++) {
      const s = p.shorts[i] as Short;
      if (s.id !== closed.id && !s.isUsed && s.day >= row.soldDay - WASH_DAYS) defer(book, loss, p, i);
    }
  }
  if (loss.quantity > 0) book.shortLosses.push(loss);
}

function defer(book: Book, loss: ShortLoss, position: Position, at: number): void {
  const short = position.shorts[at] as Short;
  const part = Math.min(loss.quantity, short.quantity);
  if (part < short.quantity) {
    const proceeds = shareOf(short.proceeds, short.quantity - part, short.quantity);
    const longHeld = Math.max(0, short.longHeld - part);
    position.shorts.splice(at + 1, 0, { ...short, quantity: short.quantity - part, proceeds, longHeld });
    short.proceeds -= proceeds;
    short.longHeld -= longHeld;
    short.quantity = part;
  }
  const disallowed = shareOf(loss.loss, part, loss.quantity);
  loss.quantity -= part;
  loss.loss -= disallowed;
  loss.row.disallowed += disallowed;
  short.deferred += disallowed;
  short.isUsed = true;
  const replacement = {
    id: short.id,
    symbol: position.symbol,
    account: position.account,
    taxable: true,
    acquiredDay: short.day,
  };
  short.match = book.matches.length;
  book.matches.push({ row: loss.row, quantity: part, disallowed, replacement, previous: loss.row.lastMatch });
  loss.row.lastMatch = short.match;
}

/** 1233(b)(2): the clock of stock held a year or less, or bought since, starts again at the closing. */
function restartClocks(
  book: Book,
  symbol: string,
  shortDay: number,
  closeDay: number,
  quantity: number,
): void {
  let left = quantity;
  const lots: Lot[] = [];
  for (const p of identicalPositions(book, symbol)) for (const lot of p.lots) if (lot.taxable) lots.push(lot);
  lots.sort((a, b) => a.acquiredDay - b.acquiredDay || a.seq - b.seq);
  for (const lot of lots) {
    if (lot.isInherited) continue;
    for (let i = 0; i < lot.pieces.length && left > 0; i++) {
      const piece = lot.pieces[i] as Piece;
      if (isLongTerm(piece.holdDay, shortDay)) continue;
      const part = Math.min(left, piece.quantity);
      const restarted = part < piece.quantity ? splitPiece(lot, i, part) : piece;
      restarted.holdDay = closeDay;
      left -= part;
    }
  }
}
