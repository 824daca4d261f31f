import type { LotPick } from './events.ts';
import { isLongTerm } from './holding-period.ts';
import type { Lot, Piece, Position } from './lot.ts';

/**
 * Which shares leave first. A method is a row in a table over one fold; what the person asked for
 * (`LotSelection`) and what was booked (`Take[]`) are two types, and this file is the step between them.
 */
export const METHOD_IDS = ['FIFO', 'LIFO', 'HIFO', 'LOFO', 'MINTAX', 'TAXAWARE', 'AVG', 'SPECID'] as const;
export type MethodId = (typeof METHOD_IDS)[number];

/** Shares booked out of one piece. */
export interface Take {
  readonly lot: Lot;
  readonly piece: Piece;
  readonly quantity: number;
}

/** What was asked for: a method, and lots by name where the person identified them. */
export interface LotSelection {
  readonly method: MethodId;
  readonly picks?: readonly LotPick[];
}

/** The sale a method decides for. */
export interface SaleTerms {
  readonly day: number;
  readonly quantity: number;
  /** Net proceeds in micros. */
  readonly proceeds: number;
  /** Tax per dollar of short and long gain at the person's own rates. */
  readonly rates: { readonly short: number; readonly long: number };
  /** This year's tax if these takes were sold, washes by past purchases included. */
  readonly taxOf: (takes: readonly Take[]) => number;
}

/** Orders pieces: smaller rank first, then smaller value, then older, then listing order. */
interface Ranking {
  rank(lot: Lot, piece: Piece, sale: SaleTerms): number;
  value(lot: Lot, piece: Piece, sale: SaleTerms): number;
}

export interface Method {
  readonly id: MethodId;
  readonly label: string;
  readonly citation: string;
  /** Average the basis over all shares of the fund in the account before each sale. */
  readonly isPooled: boolean;
  readonly pick: (position: Position, sale: SaleTerms) => Take[];
}

const sameRank = (): number => 0;

/** Gain per unit at this sale, with the dual basis of a gift (IRC 1015(a)). */
export function gainPerUnit(piece: Piece, sale: SaleTerms): number {
  const price = sale.proceeds / sale.quantity;
  const gain = price - piece.basis / piece.quantity;
  if (piece.lossBasis < 0 || gain >= 0) return gain;
  return Math.min(0, price - piece.lossBasis / piece.quantity);
}

const isLongPiece = (lot: Lot, piece: Piece, sale: SaleTerms): boolean =>
  lot.isInherited || isLongTerm(piece.holdDay, sale.day);

/**
 * Two values that differ by less than rounding noise are equal; the older lot then goes first. A part of a lot keeps its
 * basis in whole micros, which moves the basis per share by up to 1e-7 of it; printed prices differ by more.
 */
const isLess = (a: number, b: number): boolean => b - a > 1e-7 * Math.max(Math.abs(a), Math.abs(b));

const basisPerUnit = (_lot: Lot, piece: Piece): number => piece.basis / piece.quantity;
const HIGHEST: Ranking = { rank: sameRank, value: (lot, piece) => -basisPerUnit(lot, piece) };
const LOWEST: Ranking = { rank: sameRank, value: basisPerUnit };

/** Vanguard MinTax, Schwab Tax Lot Optimizer: short losses, long losses, short zero, long zero, long gains, short gains. */
const PUBLISHED: Ranking = {
  rank(lot, piece, sale) {
    const gain = gainPerUnit(piece, sale);
    const isLong = isLongPiece(lot, piece, sale);
    if (Math.abs(gain) <= 1e-9 * (sale.proceeds / sale.quantity)) return isLong ? 3 : 2;
    if (gain < 0) return isLong ? 1 : 0;
    return isLong ? 4 : 5;
  },
  value: (_lot, piece, sale) => gainPerUnit(piece, sale),
};

/** Tax per unit sold at the person's own rates, least first. */
const TAX_COST: Ranking = {
  rank: sameRank,
  value: (lot, piece, sale) =>
    gainPerUnit(piece, sale) * (isLongPiece(lot, piece, sale) ? sale.rates.long : sale.rates.short),
};

/** Scratch of one selection, reused: a sale looks at every open piece, and most sales take a few of many. */
const scratch = {
  lots: [] as Lot[],
  pieces: [] as Piece[],
  rank: new Float64Array(256),
  value: new Float64Array(256),
  heap: new Int32Array(256),
};

function grow(size: number): void {
  scratch.rank = new Float64Array(size * 2);
  scratch.value = new Float64Array(size * 2);
  scratch.heap = new Int32Array(size * 2);
}

const isBefore = (a: number, b: number): boolean => {
  const { rank, value } = scratch;
  if (rank[a] !== rank[b]) return (rank[a] as number) < (rank[b] as number);
  const x = value[a] as number;
  const y = value[b] as number;
  if (isLess(x, y)) return true;
  return !isLess(y, x) && a < b;
};

/** Restores the heap of the first n indexes below i. */
function sink(i: number, n: number): void {
  const { heap } = scratch;
  for (let at = i; ;) {
    const left = 2 * at + 1;
    if (left >= n) return;
    const right = left + 1;
    const isRight = right < n && isBefore(heap[right] as number, heap[left] as number);
    const down = isRight ? right : left;
    const parent = heap[at] as number;
    const child = heap[down] as number;
    if (!isBefore(child, parent)) return;
    heap[at] = child;
    heap[down] = parent;
    at = down;
  }
}

/** Lists the position's pieces, oldest first, with their keys. @returns how many */
function listPieces(position: Position, sale: SaleTerms, by: Ranking): number {
  const { lots, pieces } = scratch;
  lots.length = 0;
  pieces.length = 0;
  for (let i = position.head; i < position.lots.length; i++) {
    const lot = position.lots[i] as Lot;
    for (const piece of lot.pieces) {
      lots.push(lot);
      pieces.push(piece);
    }
  }
  const n = pieces.length;
  if (n > scratch.heap.length) grow(n);
  for (let i = 0; i < n; i++) {
    scratch.rank[i] = by.rank(lots[i] as Lot, pieces[i] as Piece, sale);
    scratch.value[i] = by.value(lots[i] as Lot, pieces[i] as Piece, sale);
    scratch.heap[i] = i;
  }
  return n;
}

/** Pieces in order, best first. One selection at a time: the scratch is shared. */
function* ranked(position: Position, sale: SaleTerms, by: Ranking): Generator<[Lot, Piece]> {
  let n = listPieces(position, sale, by);
  for (let i = (n >> 1) - 1; i >= 0; i--) sink(i, n);
  while (n > 0) {
    const { heap, lots, pieces } = scratch;
    const top = heap[0] as number;
    n--;
    heap[0] = heap[n] as number;
    sink(0, n);
    yield [lots[top] as Lot, pieces[top] as Piece];
  }
}

/** Pieces of a position, oldest purchase first. */
export function* oldest(position: Position): Generator<[Lot, Piece]> {
  for (let i = position.head; i < position.lots.length; i++) {
    const lot = position.lots[i] as Lot;
    for (const piece of lot.pieces) yield [lot, piece];
  }
}

function* newest(position: Position): Generator<[Lot, Piece]> {
  for (let i = position.lots.length - 1; i >= position.head; i--) {
    const lot = position.lots[i] as Lot;
    for (const piece of lot.pieces) yield [lot, piece];
  }
}

/** 1e-6 shares: what a printed quantity may differ by after a split that left endless fractions. */
export const DUST = 100;

/** Takes shares in the given order until the quantity is filled. */
export function fill(order: Iterable<[Lot, Piece]>, quantity: number, isInexact: boolean): Take[] {
  const takes: Take[] = [];
  const slack = isInexact ? DUST : 0;
  let left = quantity;
  if (left <= 0) return takes;
  for (const [lot, piece] of order) {
    const part = piece.quantity - left <= slack ? piece.quantity : left;
    takes.push({ lot, piece, quantity: part });
    left -= part;
    if (left <= slack) break;
  }
  return takes;
}

const byRanking =
  (by: Ranking) =>
  (position: Position, sale: SaleTerms): Take[] =>
    fill(ranked(position, sale, by), sale.quantity, position.isInexact);

const byFifo = (position: Position, sale: SaleTerms): Take[] =>
  fill(oldest(position), sale.quantity, position.isInexact);

/**
 * Least tax of the year at the person's own rates. A ranking by tax per share is only best while rates are
 * straight lines; netting, brackets, the loss limit and known wash sales bend them. So the ranking, the
 * published order, highest cost and FIFO are each priced by the one tax function and the cheapest is booked:
 * never more than FIFO for the sale at hand. (FIFO is in the list for exactly that guarantee.)
 */
function byTax(position: Position, sale: SaleTerms): Take[] {
  let bestTakes: Take[] | null = null;
  let bestTax = Infinity;
  for (const pick of [byRanking(TAX_COST), byRanking(PUBLISHED), byRanking(HIGHEST), byFifo]) {
    const takes = pick(position, sale);
    const tax = sale.taxOf(takes);
    if (tax >= bestTax) continue;
    bestTax = tax;
    bestTakes = takes;
  }
  return bestTakes ?? byFifo(position, sale);
}

const STANDING = 'standing specific identification, Reg. 1.1012-1(c)';

/** The table. */
export const METHODS: Readonly<Record<MethodId, Method>> = {
  FIFO: {
    id: 'FIFO',
    label: 'oldest purchase first',
    citation: 'Reg. 1.1012-1(c)(1)',
    isPooled: false,
    pick: byFifo,
  },
  LIFO: {
    id: 'LIFO',
    label: 'newest purchase first',
    citation: STANDING,
    isPooled: false,
    pick: (p, sale) => fill(newest(p), sale.quantity, p.isInexact),
  },
  HIFO: {
    id: 'HIFO',
    label: 'highest basis first',
    citation: STANDING,
    isPooled: false,
    pick: byRanking(HIGHEST),
  },
  LOFO: {
    id: 'LOFO',
    label: 'lowest basis first',
    citation: STANDING,
    isPooled: false,
    pick: byRanking(LOWEST),
  },
  MINTAX: {
    id: 'MINTAX',
    label: "brokers' published tax-minimising order",
    citation: STANDING,
    isPooled: false,
    pick: byRanking(PUBLISHED),
  },
  TAXAWARE: {
    id: 'TAXAWARE',
    label: 'least tax this year at your own rates',
    citation: STANDING,
    isPooled: false,
    pick: byTax,
  },
  AVG: {
    id: 'AVG',
    label: 'average basis, oldest shares first',
    citation: 'IRC 1012(c),(d); Reg. 1.1012-1(e)',
    isPooled: true,
    pick: byFifo,
  },
  SPECID: {
    id: 'SPECID',
    label: 'the lots you named',
    citation: 'Reg. 1.1012-1(c)(2),(3)',
    isPooled: false,
    pick: byFifo,
  },
};

/** Reads a method name in any case ("fifo", "taxaware"); null when unknown. */
export function parseMethod(text: string): MethodId | null {
  const upper = text.toUpperCase().replace(/[-_ ]/g, '');
  return METHOD_IDS.find((id) => id === upper) ?? null;
}

/** Takes exactly the named lots; `missing` is the quantity they could not give. */
export function pickNamed(position: Position, picks: readonly LotPick[]): { takes: Take[]; missing: number } {
  const takes: Take[] = [];
  const used = new Map<Piece, number>();
  let missing = 0;
  for (const pick of picks) {
    let left: number = pick.quantity;
    for (let i = position.head; i < position.lots.length && left > 0; i++) {
      const lot = position.lots[i] as Lot;
      if (lot.id !== pick.lot) continue;
      for (const piece of lot.pieces) {
        const free = piece.quantity - (used.get(piece) ?? 0);
        if (free <= 0) continue;
        const slack = position.isInexact ? DUST : 0;
        const part = free - left <= slack ? free : left;
        takes.push({ lot, piece, quantity: part });
        used.set(piece, (used.get(piece) ?? 0) + part);
        left -= part;
        if (left <= slack) left = 0;
        if (left === 0) break;
      }
    }
    missing += Math.max(0, left);
  }
  return { takes, missing };
}
