import type { MethodId } from './methods.ts';

/**
 * The mutable inside of the fold. A lot is what one event created in one account; its pieces differ only where
 * a wash sale gave some of its shares another basis and date. Units: quantity 1e-8 shares, money micros, days
 * day numbers.
 */
export interface Piece {
  quantity: number;
  basis: number;
  /** Start of the holding period. */
  holdDay: number;
  /** Already a replacement once: a share can take only one loss, Reg. 1.1091-1(e). */
  used: boolean;
  /** Gift worth less than the donor paid: the basis for a loss, IRC 1015(a); -1 = none. */
  lossBasis: number;
  /** Match that put a loss into this basis, by index in the book; NO_MATCH = none. */
  match: number;
}

/** No wash-sale match. */
export const NO_MATCH = -1;

export interface Lot {
  readonly id: string;
  symbol: string;
  readonly account: string;
  /** Taxable account: its sales are reported and its purchases take basis. */
  readonly taxable: boolean;
  readonly currency: string;
  /** The day the shares came in; the window of the wash-sale rule and the order of FIFO. */
  readonly acquiredDay: number;
  /** Listing order of the event that created it. */
  readonly seq: number;
  /** Bought (a possible replacement), not given, inherited or exchanged. */
  isPurchase: boolean;
  readonly isInherited: boolean;
  readonly isBasisKnown: boolean;
  /**
   * Replacement pieces (`used`) stand first: they leave first (a stated policy, RULES 4), and the first that is none
   * is found by halving.
   */
  readonly pieces: Piece[];
}

/** Shares of one symbol in one account, lots ordered by (acquiredDay, seq). */
export interface Position {
  readonly symbol: string;
  readonly account: string;
  lots: Lot[];
  /** Index of the first lot that may still hold shares. */
  head: number;
  /** Empty lots at or after head, to know when compacting pays. */
  empty: number;
  quantity: number;
  /** A split left fractions beyond 1e-8: quantities printed with fewer digits are then taken as meaning all. */
  isInexact: boolean;
  shorts: Short[];
}

export interface Short {
  readonly id: string;
  readonly day: number;
  readonly seq: number;
  readonly currency: string;
  quantity: number;
  proceeds: number;
  /** Identical shares held more than a year when the short was opened: a loss is then long-term, IRC 1233(d). */
  longHeld: number;
  /** Loss of an earlier closing deferred into this short, IRC 1091(e). */
  deferred: number;
  /** Already the replacement for a closing loss. */
  isUsed: boolean;
  /** Match that put a loss into this short, or NO_MATCH. */
  match: number;
}

export const ROW_KINDS = [
  'sale',
  'cash_in_lieu',
  'return_of_capital',
  'merger_boot',
  'merger',
  'short_cover',
] as const;
export type RowKind = (typeof ROW_KINDS)[number];

/** One realised piece; amended while the wash-sale window of its sale is open. */
export interface Row {
  readonly saleId: string;
  readonly lotId: string;
  readonly symbol: string;
  readonly account: string;
  readonly currency: string;
  readonly kind: RowKind;
  readonly method: MethodId;
  readonly quantity: number;
  readonly acquiredDay: number;
  readonly isInherited: boolean;
  readonly holdDay: number;
  readonly soldDay: number;
  readonly isLong: boolean;
  proceeds: number;
  cost: number;
  disallowed: number;
  /** Part of `disallowed` that no basis takes up (an IRA bought). */
  permanent: number;
  readonly isBasisKnown: boolean;
  /** Match whose loss is in this row's cost, or NO_MATCH. */
  readonly carried: number;
  /** Last match that washed this row's loss; earlier ones follow by `previous`. */
  lastMatch: number;
}

/** proceeds - cost + what was disallowed. */
export const gainOf = (row: Row): number => row.proceeds - row.cost + row.disallowed;

/** Drops empty lots once they are the majority: amortised constant per sale. */
export function compact(position: Position): void {
  const { lots } = position;
  while (position.head < lots.length && (lots[position.head] as Lot).pieces.length === 0) {
    position.head++;
    position.empty--;
  }
  const dead = position.head + position.empty;
  if (dead < 32 || dead * 2 < lots.length) return;
  position.lots = lots.slice(position.head).filter((l) => l.pieces.length > 0);
  position.head = 0;
  position.empty = 0;
}
