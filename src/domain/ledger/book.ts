/**
 * The ledger: one fold over immutable events, near-linear in their number. Everything else (open lots, gains,
 * wash sales, tax rows) is read off the result and keeps its trail.
 *
 * Worked: buy 100 at 80 in March 2025, sell them at 60 on 30 December, buy 100 at 62 on 15 January 2026. The sale
 * books a loss of 2,000; the purchase 16 days later finds it waiting, takes it into its basis (6,200 + 2,000) and
 * takes over the 302 days of holding, so its own period starts on 19 March 2025.
 */
import { finish } from '../../core/steps.ts';
import {
  acquire,
  exercise,
  inherit,
  premiumOf,
  receiveGift,
  receiveOutside,
  sendOutside,
  transfer,
} from './acquire.ts';
import { methodFor, newBook, positionOf, type Book, type LedgerRules } from './book-state.ts';
import {
  becomeWorthless,
  fractionPaid,
  merger,
  returnOfCapital,
  spinoff,
  split,
  symbolChange,
} from './corporate.ts';
import type { LedgerEvent, SellEvent } from './events.ts';
import { disposeShares } from './realize.ts';
import { buyToCover, shortSell } from './shorts.ts';

/** Default rules: no accounts named, FIFO, the law's view. */
export const DEFAULT_RULES: LedgerRules = {
  accounts: {},
  securities: {},
  identicalGroups: [],
  methods: [],
  view: 'law',
};

/** Folds events, already in execution order, into a book. Same input, same output; nothing is read from outside. */
export const foldEvents = (events: Iterable<LedgerEvent>, rules: LedgerRules = DEFAULT_RULES): Book =>
  finish(foldSteps(events, rules));

/** Events folded between two pauses. */
const STEP_EVENTS = 1000;

/** `foldEvents` with pauses, for a thread that has to hear others meanwhile; yields the events folded so far. */
export function* foldSteps(events: Iterable<LedgerEvent>, rules: LedgerRules): Generator<number, Book> {
  const book = newBook(rules);
  for (const event of events) {
    book.seq++;
    if (event.isRounded) positionOf(book, event.account, event.symbol).isInexact = true;
    apply(book, event);
    if (book.seq % STEP_EVENTS === 0) yield book.seq;
  }
  return book;
}

function sell(book: Book, event: SellEvent): void {
  const position = positionOf(book, event.account, event.symbol);
  const method = methodFor(book, event.account, event.symbol, event.date);
  disposeShares(book, event, position, {
    quantity: event.quantity,
    proceeds: event.proceeds + premiumOf(book, event.premiumFrom),
    kind: 'sale',
    selection: event.lots ? { method, picks: event.lots } : { method },
  });
}

function apply(book: Book, event: LedgerEvent): void {
  switch (event.type) {
    case 'buy':
    case 'reinvest':
    case 'vest':
      return acquire(book, event);
    case 'sell':
      return sell(book, event);
    case 'split':
    case 'stock_dividend':
      return split(book, event);
    case 'return_of_capital':
      return returnOfCapital(book, event);
    case 'spinoff':
      return spinoff(book, event);
    case 'merger':
      return merger(book, event);
    case 'symbol_change':
      return symbolChange(book, event);
    case 'gift_in':
      return receiveGift(book, event);
    case 'inherit':
      return inherit(book, event);
    case 'transfer':
      return transfer(book, event);
    case 'transfer_in':
      return receiveOutside(book, event);
    case 'transfer_out':
      return sendOutside(book, event);
    case 'short_sell':
      return shortSell(book, event);
    case 'buy_to_cover':
      return buyToCover(book, event);
    case 'worthless':
      return becomeWorthless(book, event);
    case 'fraction_paid':
      return fractionPaid(book, event);
    case 'exercise':
      return exercise(book, event);
  }
}
