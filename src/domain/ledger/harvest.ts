/**
 * The lists for a date: what a harvest would really bring, what must not be bought, what must not be harvested.
 * Read from a folded book; changes nothing. The book must hold no event after `asOf`.
 */
import { addDays, type IsoDate } from '../../core/iso-date.ts';
import { dayOfDate, isTaxable, isWashable, type Book } from './book-state.ts';
import { isLongTerm } from './holding-period.ts';
import { shareOf } from './micros.ts';
import { dateOf, openPieces, type OpenPiece } from './read-book.ts';
import { WASH_DAYS, type Blocked, type BlockedBy, type WashPool } from './wash.ts';

/** One open lot as if the whole of it, and nothing else, were sold on a date. */
export interface HarvestView {
  readonly lot: OpenPiece;
  /** Micros; null without a price or a basis. */
  readonly unrealized: number | null;
  readonly termIfSold: 'short' | 'long';
  readonly sharesWashed: number;
  readonly lossDisallowed: number;
  /** First date on which no past purchase blocks a loss; null if none does. */
  readonly cleanFrom: IsoDate | null;
}

/** Lots of taxable accounts, oldest purchase first. */
export function harvestViews(
  book: Book,
  asOf: IsoDate,
  valueOf: (lot: OpenPiece) => number | null,
): HarvestView[] {
  const day = dayOfDate(asOf);
  const blocked = blockedLots(book, day);
  return openPieces(book)
    .filter((lot) => isTaxable(book, lot.account))
    .toSorted((a, b) => a.acquiredDay - b.acquiredDay || a.seq - b.seq)
    .map((lot) => viewOf(lot, day, valueOf(lot), blocked));
}

/** What a loss of one lot would meet on a day; null where the rule does not apply to the security. */
type BlockedLots = (lot: OpenPiece) => Blocked | null;

/** Asks each pool for its purchases once, however many lots are asked about. */
function blockedLots(book: Book, day: number): BlockedLots {
  const byPool = new Map<WashPool, BlockedBy>();
  return (lot) => {
    if (!isWashable(book, lot.symbol)) return null;
    const pool = book.pools.of(lot.symbol, lot.account);
    let of = byPool.get(pool);
    if (!of) byPool.set(pool, (of = pool.blockedOn(day)));
    return of(lot.lotId, lot.quantity);
  };
}

function viewOf(lot: OpenPiece, day: number, value: number | null, blocked: BlockedLots): HarvestView {
  const { unrealized, holdDay } = unrealizedOf(lot, value);
  const isLong = lot.holdingFrom === null || isLongTerm(holdDay, day);
  const view = { lot, unrealized, termIfSold: isLong ? 'long' : 'short' } as const;
  const meets = unrealized !== null && unrealized < 0 ? blocked(lot) : null;
  if (unrealized === null || meets === null)
    return { ...view, sharesWashed: 0, lossDisallowed: 0, cleanFrom: null };
  return {
    ...view,
    sharesWashed: meets.washed,
    lossDisallowed: shareOf(-unrealized, meets.washed, lot.quantity),
    cleanFrom: meets.lastDay === null ? null : dateOf(meets.lastDay + WASH_DAYS + 1),
  };
}

/** Gain or loss at a value, with a gift's second basis for a loss (IRC 1015(a)). */
function unrealizedOf(lot: OpenPiece, value: number | null): { unrealized: number | null; holdDay: number } {
  const holdDay = lot.holdingFrom === null ? lot.acquiredDay : dayOfDate(lot.holdingFrom);
  if (value === null || !lot.isBasisKnown) return { unrealized: null, holdDay };
  const gain = value - lot.basis;
  if (gain >= 0 || lot.lossBasis < 0) return { unrealized: gain, holdDay };
  const loss = Math.min(0, value - lot.lossBasis);
  return { unrealized: loss, holdDay: loss < 0 ? lot.acquiredDay : holdDay };
}

/**
 * Symbols sold at a loss in the last 30 days and not yet fully replaced: first date on which a purchase is clean.
 * `withIdentical` adds the securities the person holds to be identical: buying those washes as well.
 */
export function noBuyUntil(book: Book, asOf: IsoDate, withIdentical = false): Map<string, IsoDate> {
  const day = dayOfDate(asOf);
  const until = new Map<string, IsoDate>();
  for (const pool of poolsOfRecentLosses(book, day)) {
    for (const w of pool.waitingOn(day)) {
      const clean = addDays(dateOf(w.day), WASH_DAYS + 1);
      for (const symbol of withIdentical ? book.pools.siblings(w.symbol) : [w.symbol]) {
        const known = until.get(symbol);
        if (known === undefined || clean > known) until.set(symbol, clean);
      }
    }
  }
  return until;
}

function poolsOfRecentLosses(book: Book, day: number): Set<WashPool> {
  const pools = new Set<WashPool>();
  for (const row of book.rows) {
    if (row.soldDay < day - WASH_DAYS || row.disallowed >= row.cost - row.proceeds) continue;
    if (isWashable(book, row.symbol)) pools.add(book.pools.of(row.symbol, row.account));
  }
  return pools;
}

/** Lots whose loss would be washed by a purchase already made. */
export interface DoNotHarvest {
  readonly symbol: string;
  readonly lotId: string;
  readonly account: string;
  /** Shares of the lot that would wash if all of it were sold now. */
  readonly sharesWashed: number;
  /** First date on which selling is clean. */
  readonly until: IsoDate;
}

export function doNotHarvest(book: Book, asOf: IsoDate): DoNotHarvest[] {
  const blocked = blockedLots(book, dayOfDate(asOf));
  const out: DoNotHarvest[] = [];
  for (const lot of openPieces(book)) {
    if (!isTaxable(book, lot.account)) continue;
    const meets = blocked(lot);
    if (!meets || meets.lastDay === null || meets.washed === 0) continue;
    const until = dateOf(meets.lastDay + WASH_DAYS + 1);
    out.push({
      symbol: lot.symbol,
      lotId: lot.lotId,
      account: lot.account,
      sharesWashed: meets.washed,
      until,
    });
  }
  return out;
}
