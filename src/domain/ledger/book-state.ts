import { dayNumber, type IsoDate } from '../../core/iso-date.ts';
import type { TaxProfile } from '../portfolio/types.ts';
import type { AccountInfo, LedgerEvent, SecurityInfo } from './events.ts';
import type { Lot, Position, Row } from './lot.ts';
import type { MethodId } from './methods.ts';
import type { ShortLoss } from './shorts.ts';
import { WashPool, type WashMatch } from './wash.ts';

/** 'law': every account of the person and spouse. 'broker': same symbol, same account, as on the 1099-B. */
export type WashView = 'law' | 'broker';

/** How an account's lots are chosen, from a date on; the last matching rule wins. */
export interface MethodRule {
  readonly method: MethodId;
  /** Absent = every account. */
  readonly account?: string;
  /** Absent = from the beginning. */
  readonly from?: IsoDate;
}

/** Everything beside the events that decides the result. */
export interface LedgerRules {
  readonly accounts: Readonly<Record<string, AccountInfo>>;
  readonly securities: Readonly<Record<string, SecurityInfo>>;
  readonly identicalGroups: readonly (readonly string[])[];
  readonly methods: readonly MethodRule[];
  readonly view: WashView;
  /** For TAXAWARE; `DEFAULT_TAX_PROFILE` when absent. */
  readonly tax?: TaxProfile;
}

/** A problem in the data, by event; translated into findings where files are known. */
export interface LedgerProblem {
  readonly eventId: string;
  readonly symbol: string;
  readonly code: string;
  readonly message: string;
}

/** The fold's mutable state. Made by `newBook`, changed only by the event handlers. */
export interface Book {
  readonly rules: LedgerRules;
  readonly positions: Map<string, Map<string, Position>>;
  readonly bySymbol: Map<string, Position[]>;
  readonly rows: Row[];
  readonly matches: WashMatch[];
  readonly problems: LedgerProblem[];
  readonly pools: Pools;
  /** Gains by year so far, for TAXAWARE, and how many rows and matches are already in them; micros. */
  readonly gains: {
    readonly byYear: Map<number, { short: number; long: number }>;
    rows: number;
    matches: number;
  };
  /** Premium released by exercises, by event id; micros, signed as cash. */
  readonly premiums: Map<string, number>;
  /** Splits already applied to waiting losses, so that a second account's row does not apply them again. */
  readonly restated: { symbol: string; ratio: number; day: number }[];
  /** Losses on closing a short that wait for another short, IRC 1091(e). */
  readonly shortLosses: ShortLoss[];
  /** Listing order of the event being folded. */
  seq: number;
}

/** Which pool a security belongs to under the chosen view. */
export class Pools {
  private readonly byKey = new Map<string, WashPool>();
  private readonly parent = new Map<string, string>();
  private readonly members = new Map<string, string[]>();
  private readonly view: WashView;
  private readonly matches: WashMatch[];

  constructor(view: WashView, groups: readonly (readonly string[])[], matches: WashMatch[]) {
    this.view = view;
    this.matches = matches;
    for (const group of groups) for (const symbol of group) this.link(symbol, group[0] ?? symbol);
  }

  of(symbol: string, account: string): WashPool {
    const key = this.view === 'law' ? this.root(symbol) : `${account}\n${symbol}`;
    let pool = this.byKey.get(key);
    if (!pool) this.byKey.set(key, (pool = new WashPool(this.matches)));
    return pool;
  }

  /** Two names for one security (a symbol change). */
  unite(oldSymbol: string, newSymbol: string, account: string): void {
    const from = this.of(oldSymbol, account);
    const to = this.of(newSymbol, account);
    from.rename(oldSymbol, newSymbol);
    if (from === to) return;
    to.absorb(from);
    if (this.view === 'law') {
      this.byKey.delete(this.root(oldSymbol));
      this.link(oldSymbol, newSymbol);
    } else this.byKey.delete(`${account}\n${oldSymbol}`);
  }

  /** Symbols a person must treat as one. */
  areIdentical(a: string, b: string): boolean {
    return this.root(a) === this.root(b);
  }

  /** The symbol and all that are one with it. */
  siblings(symbol: string): readonly string[] {
    return this.members.get(this.root(symbol)) ?? [symbol];
  }

  private link(symbol: string, to: string): void {
    const from = this.root(symbol);
    const into = this.root(to);
    if (from === into) return;
    this.members.set(into, [...this.siblings(into), ...this.siblings(from)]);
    this.parent.set(from, into);
  }

  private root(symbol: string): string {
    let at = symbol;
    for (let up = this.parent.get(at); up !== undefined && up !== at; up = this.parent.get(at)) at = up;
    return at;
  }
}

export function newBook(rules: LedgerRules): Book {
  const matches: WashMatch[] = [];
  return {
    rules,
    positions: new Map(),
    bySymbol: new Map(),
    rows: [],
    matches,
    problems: [],
    pools: new Pools(rules.view, rules.identicalGroups, matches),
    gains: { byYear: new Map(), rows: 0, matches: 0 },
    premiums: new Map(),
    restated: [],
    shortLosses: [],
    seq: 0,
  };
}

const DAYS = new Map<IsoDate, number>();
/** dayNumber with a memory: a ledger has few distinct days and many events. */
export function dayOfDate(d: IsoDate): number {
  let n = DAYS.get(d);
  if (n === undefined) {
    if (DAYS.size > 50_000) DAYS.clear();
    DAYS.set(d, (n = dayNumber(d)));
  }
  return n;
}

/** The position of a symbol in an account, made when it is not there. */
export function positionOf(book: Book, account: string, symbol: string): Position {
  let mine = book.positions.get(account);
  if (!mine) book.positions.set(account, (mine = new Map()));
  let p = mine.get(symbol);
  if (!p) {
    p = { symbol, account, lots: [], head: 0, empty: 0, quantity: 0, isInexact: false, shorts: [] };
    mine.set(symbol, p);
    const all = book.bySymbol.get(symbol);
    if (all) all.push(p);
    else book.bySymbol.set(symbol, [p]);
  }
  return p;
}

/** Positions a corporate action touches: one account's, or all when the event names none. */
export function positionsTouched(book: Book, event: { symbol: string; account: string }): Position[] {
  if (event.account !== '') return [positionOf(book, event.account, event.symbol)];
  return [...(book.bySymbol.get(event.symbol) ?? [])];
}

export const accountOf = (book: Book, account: string): AccountInfo =>
  book.rules.accounts[account] ?? { type: 'taxable' };

export const isTaxable = (book: Book, account: string): boolean =>
  accountOf(book, account).type === 'taxable';

export function problem(
  book: Book,
  event: Pick<LedgerEvent, 'id' | 'symbol'>,
  code: string,
  message: string,
): void {
  book.problems.push({ eventId: event.id, symbol: event.symbol, code, message });
}

/**
 * Crypto is property, not stock or securities: no wash-sale rule under the law through 2026 (Notice 2014-21;
 * bills H.R. 8899 and H.R. 9172 of 2026 not enacted). A new law becomes a date here.
 */
export const isWashable = (book: Book, symbol: string): boolean =>
  book.rules.securities[symbol]?.class !== 'crypto';

/** Average basis is for funds and reinvestment plans only, IRC 1012(c),(d). Unknown securities are trusted. */
const NOT_AVERAGED = new Set(['crypto', 'stock', 'option', 'bond']);

/** Method of an account on a day: the last rule that fits; AVG falls back to FIFO where the law has no average. */
export function methodFor(book: Book, account: string, symbol: string, date: IsoDate): MethodId {
  let method: MethodId = 'FIFO';
  for (const r of book.rules.methods) {
    if (r.account !== undefined && r.account !== account) continue;
    if (r.from !== undefined && r.from > date) continue;
    method = r.method;
  }
  if (method === 'AVG' && NOT_AVERAGED.has(book.rules.securities[symbol]?.class ?? '')) return 'FIFO';
  return method;
}

/** Puts a lot in its place: by the day the shares came in, then by listing order. */
export function addLot(position: Position, lot: Lot): void {
  const lots = position.lots;
  let at = lots.length;
  while (at > position.head && isLater(lots[at - 1] as Lot, lot)) at--;
  if (at === lots.length) lots.push(lot);
  else lots.splice(at, 0, lot);
  for (const p of lot.pieces) position.quantity += p.quantity;
}

const isLater = (a: Lot, b: Lot): boolean =>
  a.acquiredDay > b.acquiredDay || (a.acquiredDay === b.acquiredDay && a.seq > b.seq);
