import { addLot, dayOfDate, isTaxable, isWashable, positionOf, problem, type Book } from './book-state.ts';
import type {
  AcquireEvent,
  ExerciseEvent,
  GiftEvent,
  InheritEvent,
  OutsideTransferEvent,
  SplitEvent,
  TransferEvent,
} from './events.ts';
import { compact, NO_MATCH, type Lot, type Piece, type Position } from './lot.ts';
import { shareOf } from './micros.ts';
import { remove, takeOldest } from './realize.ts';
import { closeShorts } from './shorts.ts';

const newPiece = (quantity: number, basis: number, holdDay: number): Piece => ({
  quantity,
  basis,
  holdDay,
  used: false,
  lossBasis: -1,
  match: NO_MATCH,
});

interface LotFacts {
  readonly id: string;
  readonly day: number;
  readonly currency: string;
  readonly piece: Piece;
  readonly isPurchase: boolean;
  readonly isInherited?: boolean;
  readonly isBasisKnown?: boolean;
}

/** Creates a lot; a purchase also meets the losses that wait for it. */
export function createLot(book: Book, position: Position, facts: LotFacts): Lot {
  const lot: Lot = {
    id: facts.id,
    symbol: position.symbol,
    account: position.account,
    taxable: isTaxable(book, position.account),
    currency: facts.currency,
    acquiredDay: facts.day,
    seq: book.seq,
    isPurchase: facts.isPurchase,
    isInherited: facts.isInherited ?? false,
    isBasisKnown: facts.isBasisKnown ?? true,
    pieces: [facts.piece],
  };
  addLot(position, lot);
  if (facts.isPurchase) offerToPools(book, lot);
  return lot;
}

/**
 * Bought shares are replacements for losses on the same or identical securities; a bought call also for losses on
 * its underlying (IRC 1091(a): "a contract or option so to acquire"). The broker's view knows only the same CUSIP.
 */
function offerToPools(book: Book, lot: Lot): void {
  if (!isWashable(book, lot.symbol)) return;
  book.pools.of(lot.symbol, lot.account).bought(lot, 1);
  const option = book.rules.securities[lot.symbol]?.option;
  if (option && option.right === 'C' && book.rules.view === 'law') {
    book.pools.of(option.underlying, lot.account).bought(lot, option.multiplier);
  }
}

/** Premium of exercised or assigned options that joins this trade; signed as cash, used once. */
export function premiumOf(book: Book, ids: readonly string[] | undefined): number {
  let sum = 0;
  for (const id of ids ?? []) {
    sum += book.premiums.get(id) ?? 0;
    book.premiums.delete(id);
  }
  return sum;
}

/** buy, reinvest, vest. */
export function acquire(book: Book, event: AcquireEvent): void {
  const position = positionOf(book, event.account, event.symbol);
  const day = dayOfDate(event.date);
  let quantity: number = event.quantity;
  let cost = (event.cost ?? 0) - premiumOf(book, event.premiumFrom);
  if (event.mayCover && position.shorts.length > 0) {
    const open = position.shorts.reduce((n, s) => n + s.quantity, 0);
    const covering = Math.min(quantity, open);
    const coverCost = shareOf(cost, covering, quantity);
    closeShorts(book, position, {
      id: event.id,
      symbol: event.symbol,
      day,
      quantity: covering,
      cost: coverCost,
    });
    quantity -= covering;
    cost -= coverCost;
  }
  if (quantity <= 0) return;
  const isBasisKnown = event.cost !== null;
  if (!isBasisKnown)
    problem(
      book,
      event,
      'basis-missing',
      `No cost in the file for ${event.symbol} received on ${event.date}.`,
    );
  createLot(book, position, {
    id: event.id,
    day,
    currency: event.currency ?? 'USD',
    piece: newPiece(quantity, cost, day),
    isPurchase: true,
    isBasisKnown,
  });
}

/** A gift keeps the donor's basis and date; worth less than that, it has a second basis for a loss (IRC 1015). */
export function receiveGift(book: Book, event: GiftEvent): void {
  const position = positionOf(book, event.account, event.symbol);
  const day = dayOfDate(event.date);
  const piece = newPiece(event.quantity, event.donorBasis, dayOfDate(event.donorAcquired));
  if (event.marketValue < event.donorBasis) piece.lossBasis = event.marketValue;
  createLot(book, position, {
    id: event.id,
    day,
    currency: event.currency ?? 'USD',
    piece,
    isPurchase: false,
  });
}

/** Inherited shares: value at death, always long-term (IRC 1014, 1223(9)). */
export function inherit(book: Book, event: InheritEvent): void {
  const position = positionOf(book, event.account, event.symbol);
  const piece = newPiece(event.quantity, event.marketValue, dayOfDate(event.dateOfDeath));
  createLot(book, position, {
    id: event.id,
    day: dayOfDate(event.date),
    currency: event.currency ?? 'USD',
    piece,
    isPurchase: false,
    isInherited: true,
  });
}

/** Between the person's own accounts: the oldest shares move with basis, dates and wash-sale marks. */
export function transfer(book: Book, event: TransferEvent): void {
  const from = positionOf(book, event.account, event.symbol);
  const to = positionOf(book, event.toAccount, event.symbol);
  const takes = takeOldest(from, event.quantity);
  const moved = new Map<Lot, Lot>();
  let quantity = 0;
  to.isInexact ||= from.isInexact;
  for (const take of takes) {
    const old = take.lot;
    const used = take.piece.used;
    const r = remove(from, take);
    quantity += r.quantity;
    const piece: Piece = {
      ...newPiece(r.quantity, r.basis, r.holdDay),
      used,
      lossBasis: r.lossBasis,
      match: r.match,
    };
    const known = moved.get(old);
    if (known) {
      known.pieces.push(piece);
      to.quantity += piece.quantity;
      continue;
    }
    const lot: Lot = { ...old, account: to.account, taxable: isTaxable(book, to.account), pieces: [piece] };
    moved.set(old, lot);
    addLot(to, lot);
  }
  if (isWashable(book, event.symbol)) book.pools.of(event.symbol, from.account).moved(moved);
  compact(from);
  const missing = event.quantity - quantity;
  if (missing > (from.isInexact ? 100 : 0)) receiveUnknown(book, to, event, missing);
}

/** Shares from outside these files: kept, with basis and date to be supplied. */
export function receiveOutside(book: Book, event: OutsideTransferEvent): void {
  const position = positionOf(book, event.account, event.symbol);
  if (!event.known) return receiveUnknown(book, position, event, event.quantity);
  const day = dayOfDate(event.known.acquired);
  createLot(book, position, {
    id: event.id,
    day,
    currency: event.currency ?? 'USD',
    piece: newPiece(event.quantity, event.known.cost, day),
    isPurchase: false,
  });
}

/** Shares of unknown cost and date. */
export function receiveUnknown(
  book: Book,
  position: Position,
  event: OutsideTransferEvent | TransferEvent | SplitEvent,
  quantity: number,
): void {
  problem(
    book,
    event,
    'basis-missing',
    `${quantity / 1e8} ${event.symbol} came in on ${event.date} without a cost. Supply basis and purchase date, or the file of the account they came from.`,
  );
  const day = dayOfDate(event.date);
  createLot(book, position, {
    id: event.id,
    day,
    currency: event.currency ?? 'USD',
    piece: newPiece(quantity, 0, day),
    isPurchase: false,
    isBasisKnown: false,
  });
}

/** Shares that leave these files: no sale, the oldest go. */
export function sendOutside(book: Book, event: OutsideTransferEvent): void {
  const position = positionOf(book, event.account, event.symbol);
  let quantity = 0;
  for (const take of takeOldest(position, event.quantity)) quantity += remove(position, take).quantity;
  compact(position);
  if (event.quantity - quantity > (position.isInexact ? 100 : 0)) {
    problem(
      book,
      event,
      'moved-more-than-held',
      `${event.symbol}: more shares left on ${event.date} than these files show.`,
    );
  }
}

/**
 * Exercise or assignment: the option closes without gain and its premium joins the stock trade (Rev. Rul. 78-182):
 * a paid premium raises cost or lowers proceeds, a received one the other way round.
 */
export function exercise(book: Book, event: ExerciseEvent): void {
  const position = positionOf(book, event.account, event.symbol);
  let premium = 0;
  let left: number = event.quantity;
  for (const s of position.shorts) {
    const part = Math.min(left, s.quantity);
    if (part === 0) continue;
    const proceeds = shareOf(s.proceeds, part, s.quantity);
    s.quantity -= part;
    s.proceeds -= proceeds;
    premium += proceeds;
    left -= part;
  }
  position.shorts = position.shorts.filter((s) => s.quantity > 0);
  if (left > 0) {
    for (const take of takeOldest(position, left)) {
      const r = remove(position, take);
      premium -= r.basis;
      left -= r.quantity;
    }
    compact(position);
  }
  if (left > 0)
    problem(
      book,
      event,
      'option-not-held',
      `${event.symbol}: exercised or assigned, but never opened in these files.`,
    );
  book.premiums.set(event.id, premium);
}
