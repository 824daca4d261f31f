/**
 * Corporate actions on lots (RULES 6). Basis never appears or vanishes here: it is spread, divided or realised.
 * A lot keeps its id and dates through all of them except a taxable exchange, which is a sale and a purchase.
 */
import { mulDivRound } from '../../core/decimal.ts';
import { createLot, receiveUnknown } from './acquire.ts';
import {
  addLot,
  dayOfDate,
  methodFor,
  positionOf,
  positionsTouched,
  problem,
  type Book,
} from './book-state.ts';
import type {
  CashInLieu,
  FractionPaidEvent,
  LedgerEvent,
  MergerEvent,
  ReturnOfCapitalEvent,
  SpinoffEvent,
  SplitEvent,
  SymbolChangeEvent,
  WorthlessEvent,
} from './events.ts';
import { isLongTerm } from './holding-period.ts';
import { NO_MATCH, type Lot, type Piece, type Position, type Row, type RowKind } from './lot.ts';
import { valueMicros } from './micros.ts';
import { disposeShares, realize, takeAll } from './realize.ts';

/** A ratio as two safe integers; JSON ratios have up to 8 decimals. */
const scaled = (n: number): number => Math.round(n * 1e8);

/** Restates quantities by new/old so that the parts add up to the restated total. @returns true when exact */
function rescale(pieces: readonly { quantity: number }[], newUnits: number, oldUnits: number): boolean {
  let cumulative = 0;
  let given = 0;
  let isExact = true;
  for (const p of pieces) {
    cumulative += p.quantity;
    const upTo = mulDivRound(cumulative, newUnits, oldUnits);
    const quantity = Math.max(1, upTo - given);
    if (isExact) isExact = mulDivRound(p.quantity, newUnits, oldUnits) * oldUnits === p.quantity * newUnits;
    given += quantity;
    p.quantity = quantity;
  }
  return isExact;
}

const piecesOf = (position: Position): Piece[] => {
  const pieces: Piece[] = [];
  for (const lot of position.lots) pieces.push(...lot.pieces);
  return pieces;
};

const total = (parts: readonly { quantity: number }[]): number => {
  let n = 0;
  for (const p of parts) n += p.quantity;
  return n;
};

/** Splits, reverse splits and stock dividends of the same stock: total basis and dates stay. */
export function split(book: Book, event: SplitEvent): void {
  let ratio: { new: number; old: number } | null = null;
  for (const position of positionsTouched(book, event)) {
    const pieces = piecesOf(position);
    const held = total(pieces) + total(position.shorts);
    if (held === 0) continue;
    const sign = pieces.length > 0 ? 1 : -1;
    ratio =
      'added' in event.ratio
        ? { new: held + sign * event.ratio.added, old: held }
        : { new: scaled(event.ratio.new), old: scaled(event.ratio.old) };
    if (ratio.new <= 0) {
      problem(book, event, 'split-unreadable', `${event.symbol}: the split would leave no shares.`);
      return;
    }
    const isExact = rescale(pieces, ratio.new, ratio.old);
    rescale(position.shorts, ratio.new, ratio.old);
    position.isInexact ||= !isExact;
    position.quantity = total(pieces);
  }
  if (!ratio) {
    if ('added' in event.ratio) return splitOfUnknown(book, event, event.ratio.added);
    ratio = { new: scaled(event.ratio.new), old: scaled(event.ratio.old) };
  }
  restateWaiting(book, event, ratio);
  if (event.cashInLieu) cashInLieu(book, event, event.symbol, event.cashInLieu);
}

/** Shares added to a holding these files never show: kept as shares without basis, as the broker holds them. */
function splitOfUnknown(book: Book, event: SplitEvent, added: number): void {
  if (added <= 0)
    return problem(book, event, 'split-without-shares', `${event.symbol}: a split, but no shares are held.`);
  receiveUnknown(book, positionOf(book, event.account, event.symbol), event, added);
}

/** Days within which two accounts' rows for the same ratio are one split. */
const SAME_SPLIT_DAYS = 10;

function restateWaiting(book: Book, event: SplitEvent, ratio: { new: number; old: number }): void {
  const day = dayOfDate(event.date);
  const size = ratio.new / ratio.old;
  const isKnown = book.restated.some(
    (r) => r.symbol === event.symbol && Math.abs(r.ratio / size - 1) < 1e-3 && day - r.day <= SAME_SPLIT_DAYS,
  );
  if (isKnown && event.account !== '') return;
  book.restated.push({ symbol: event.symbol, ratio: size, day });
  const accounts = book.rules.view === 'law' ? [''] : [...book.positions.keys()];
  for (const account of accounts) {
    book.pools.of(event.symbol, account).restate(event.symbol, (q) => mulDivRound(q, ratio.new, ratio.old));
  }
}

/** Shares to the nearest whole: a printed fraction of 0.333333 means "down to a whole share". */
const NEARLY_WHOLE = 1000;

/** The fraction is sold for the amount, by the account's method. */
function cashInLieu(book: Book, event: LedgerEvent, symbol: string, cash: CashInLieu): void {
  const positions = positionsTouched(book, { symbol, account: event.account });
  const position = positions.find((p) => p.quantity % 1e8 !== 0) ?? positions[0];
  if (!position) return;
  const rest = position.quantity - cash.quantity;
  const whole = Math.round(rest / 1e8) * 1e8;
  const quantity = Math.abs(rest - whole) <= NEARLY_WHOLE ? position.quantity - whole : cash.quantity;
  if (quantity <= 0) return;
  const method = methodFor(book, position.account, symbol, event.date);
  disposeShares(book, event, position, {
    quantity,
    proceeds: cash.amount,
    kind: 'cash_in_lieu',
    selection: { method },
  });
}

/** Lowers basis, not below zero; the rest is gain, by the lot's own term (IRC 301(c)). */
export function returnOfCapital(book: Book, event: ReturnOfCapitalEvent): void {
  const day = dayOfDate(event.date);
  for (const position of positionsTouched(book, event)) {
    const pieces = piecesOf(position);
    let left = 'total' in event.amount ? event.amount.total : 0;
    let quantityLeft = total(pieces);
    for (const lot of position.lots) {
      for (const piece of lot.pieces) {
        const amount =
          'perShare' in event.amount
            ? valueMicros(piece.quantity, event.amount.perShare)
            : mulDivRound(left, piece.quantity, quantityLeft);
        left -= amount;
        quantityLeft -= piece.quantity;
        const used = Math.min(piece.basis, amount);
        piece.basis -= used;
        if (piece.lossBasis >= 0) piece.lossBasis = Math.max(0, piece.lossBasis - amount);
        const excess = amount - used;
        if (excess > 0 && lot.taxable && lot.isBasisKnown) {
          book.rows.push(gainRow(event.id, lot, piece, day, 'return_of_capital', excess, 0));
        }
      }
    }
  }
}

/** Everything held is sold for nothing; readers date the event on the last day of the year. */
export function becomeWorthless(book: Book, event: WorthlessEvent): void {
  const day = dayOfDate(event.date);
  for (const position of positionsTouched(book, event)) {
    if (position.quantity === 0) continue;
    const selection = { method: 'FIFO' } as const;
    realize(book, position, takeAll(position), { id: event.id, day, kind: 'sale', selection, proceeds: 0 });
  }
}

/** Cash for a fraction of unknown size: all of it is gain until the person says otherwise; term of the oldest lot. */
export function fractionPaid(book: Book, event: FractionPaidEvent): void {
  const position = positionOf(book, event.account, event.symbol);
  problem(
    book,
    event,
    'cash-in-lieu-basis',
    `${event.symbol}: cash for a fraction on ${event.date}; the file gives neither its size nor its basis, so all of it counts as gain.`,
  );
  const lot = position.lots[position.head];
  const piece = lot?.pieces[0];
  if (!lot || !piece || !lot.taxable) return;
  const row = gainRow(event.id, lot, piece, dayOfDate(event.date), 'cash_in_lieu', event.amount, 0);
  book.rows.push({ ...row, quantity: 0 });
}

function gainRow(
  saleId: string,
  lot: Lot,
  piece: Piece,
  day: number,
  kind: RowKind,
  proceeds: number,
  cost: number,
): Row {
  return {
    saleId,
    lotId: lot.id,
    symbol: lot.symbol,
    account: lot.account,
    currency: lot.currency,
    kind,
    method: 'FIFO',
    quantity: piece.quantity,
    acquiredDay: lot.acquiredDay,
    isInherited: lot.isInherited,
    holdDay: piece.holdDay,
    soldDay: day,
    isLong: lot.isInherited || isLongTerm(piece.holdDay, day),
    proceeds,
    cost,
    disallowed: 0,
    permanent: 0,
    isBasisKnown: true,
    carried: piece.match,
    lastMatch: NO_MATCH,
  };
}

/** Spin-off under IRC 355: basis is divided per lot, dates carry over, no purchase. */
export function spinoff(book: Book, event: SpinoffEvent): void {
  const newUnits = scaled(event.newSharesPerShare);
  for (const position of positionsTouched(book, event)) {
    if (position.quantity === 0) continue;
    const child = positionOf(book, position.account, event.newSymbol);
    const born: Piece[] = [];
    for (const lot of position.lots) {
      if (lot.pieces.length === 0) continue;
      const pieces = lot.pieces.map((p) => ({ ...p, used: true, ...divide(p, event.fractionToNew) }));
      born.push(...pieces);
      insertCopy(child, lot, pieces, event.newSymbol);
    }
    child.isInexact ||= !rescale(born, newUnits, 1e8);
    child.quantity = total(piecesOf(child));
  }
  if (event.cashInLieu) cashInLieu(book, event, event.newSymbol, event.cashInLieu);
}

/** Moves a fraction of a piece's basis out of it. */
function divide(piece: Piece, fraction: number): { basis: number; lossBasis: number } {
  const basis = Math.round(piece.basis * fraction);
  const lossBasis = piece.lossBasis < 0 ? -1 : Math.round(piece.lossBasis * fraction);
  piece.basis -= basis;
  if (lossBasis >= 0) piece.lossBasis -= lossBasis;
  return { basis, lossBasis };
}

function insertCopy(position: Position, lot: Lot, pieces: Piece[], symbol: string): Lot {
  const copy: Lot = { ...lot, symbol, isPurchase: false, pieces };
  addLot(position, copy);
  return copy;
}

/** Empties a position after its lots went elsewhere. */
function clear(position: Position): void {
  position.lots = [];
  position.head = 0;
  position.empty = 0;
  position.quantity = 0;
}

export function merger(book: Book, event: MergerEvent): void {
  for (const position of positionsTouched(book, event)) {
    if (position.quantity === 0) continue;
    if (event.tax === 'taxable') taxableMerger(book, event, position);
    else reorganisation(book, event, position);
  }
  if (event.cashInLieu && event.newSymbol !== null)
    cashInLieu(book, event, event.newSymbol, event.cashInLieu);
}

/** IRC 354, 356: gain per lot = the smaller of cash and realised gain, never a loss; basis = old - cash + gain. */
function reorganisation(book: Book, event: MergerEvent, position: Position): void {
  if (event.newSymbol === null) return;
  const day = dayOfDate(event.date);
  const child = positionOf(book, position.account, event.newSymbol);
  const cashPrice = scaled(event.cashPerShare);
  const { newPrice } = event;
  const valuePrice =
    newPrice === null ? null : Math.round(newPrice * event.newSharesPerShare * 1e8) + cashPrice;
  const pieces = piecesOf(position);
  for (const lot of position.lots) {
    for (const piece of lot.pieces) {
      const cash = valueMicros(piece.quantity, cashPrice);
      const realised = valuePrice === null ? cash : valueMicros(piece.quantity, valuePrice) - piece.basis;
      const gain = Math.min(cash, Math.max(0, realised));
      if (gain > 0 && lot.taxable && lot.isBasisKnown) {
        book.rows.push(gainRow(event.id, lot, piece, day, 'merger_boot', cash, cash - gain));
      }
      piece.basis = Math.max(0, piece.basis - cash + gain);
      piece.lossBasis = piece.lossBasis < 0 ? -1 : Math.max(0, piece.lossBasis - cash + gain);
      piece.used = true;
    }
  }
  child.isInexact ||= !rescale(pieces, scaled(event.newSharesPerShare), 1e8) || position.isInexact;
  for (const lot of position.lots)
    if (lot.pieces.length > 0) insertCopy(child, lot, lot.pieces, event.newSymbol);
  clear(position);
}

/** A taxable exchange is a sale of the old shares and a purchase of the new ones at market. */
function taxableMerger(book: Book, event: MergerEvent, position: Position): void {
  const day = dayOfDate(event.date);
  const held = position.quantity;
  const sharePrice = Math.round((event.newPrice ?? 0) * event.newSharesPerShare * 1e8);
  const newValue = valueMicros(held, sharePrice);
  const proceeds = newValue + valueMicros(held, scaled(event.cashPerShare));
  const selection = { method: 'FIFO' } as const;
  realize(book, position, takeAll(position), { id: event.id, day, kind: 'merger', selection, proceeds });
  const quantity = mulDivRound(held, scaled(event.newSharesPerShare), 1e8);
  if (event.newSymbol === null || quantity === 0) return;
  const piece: Piece = {
    quantity,
    basis: newValue,
    holdDay: day,
    used: false,
    lossBasis: -1,
    match: NO_MATCH,
  };
  const child = positionOf(book, position.account, event.newSymbol);
  createLot(book, child, { id: event.id, day, currency: event.currency ?? 'USD', piece, isPurchase: true });
}

/** Same security, new name: lots move, and the wash-sale rule sees one security. */
export function symbolChange(book: Book, event: SymbolChangeEvent): void {
  for (const position of positionsTouched(book, event)) {
    const renamed = positionOf(book, position.account, event.newSymbol);
    for (const lot of position.lots) {
      if (lot.pieces.length === 0) continue;
      lot.symbol = event.newSymbol;
      addLot(renamed, lot);
    }
    renamed.shorts.push(...position.shorts);
    renamed.isInexact ||= position.isInexact;
    position.shorts = [];
    clear(position);
    if (book.rules.view === 'broker') book.pools.unite(event.symbol, event.newSymbol, position.account);
  }
  if (book.rules.view === 'law') book.pools.unite(event.symbol, event.newSymbol, event.account);
}
