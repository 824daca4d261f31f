/**
 * Wash sales, IRC 1091; Reg. 1.1091-1 and -2; Pub. 550 ch. 4.
 *
 * A loss is disallowed as far as substantially identical shares were bought from 30 days before to 30 days after
 * the sale. The lost loss is added to the basis of those very shares and the sold shares' holding time to theirs.
 * Because events arrive in order, one pass is enough:
 *  - at a loss, purchases of the last 30 days that are still held are used, earliest first;
 *  - what is left of the loss waits 30 days, and each later purchase serves waiting losses, oldest sale first.
 * That is exactly "losses in order of sale, candidates in order of purchase": an older loss always finds the
 * purchases before a younger one can.
 *
 * Worked (Pub. 550, Example 1): 100 bought for 1,000, sold 1 July for 750, 100 bought 5 July for 800. The loss of
 * 250 is disallowed; the new basis is 800 + 250 = 1,050; the holding period starts 61 days before 5 July.
 *
 * Choices the law leaves open (RULES 4), here and stated in docs/tax-coverage.md: shares bought in the window but
 * sold before the loss are ignored; shares leaving in the same order are not replacements; an older lot inside the
 * window counts; of a partly replaced purchase the replacement shares leave first.
 */
import { shareOf } from './micros.ts';
import type { Lot, Piece, Row } from './lot.ts';

export const WASH_DAYS = 30;

/** A loss that still looks for replacement shares. */
export interface WaitingLoss {
  readonly row: Row;
  /** Today's name of the sold stock. */
  symbol: string;
  readonly lotId: string;
  readonly day: number;
  /** Days the sold shares count as held; added to the replacement's period, IRC 1223(3). */
  readonly heldDays: number;
  /** Shares not yet matched, in today's (split-adjusted) units. */
  quantity: number;
  /** Positive loss on those shares, micros. */
  loss: number;
}

/** A purchase that may serve as a replacement. */
interface Candidate {
  readonly lot: Lot;
  /** Shares of the loss's stock that one unit stands for: 1, or an option's multiplier. */
  readonly sharesPerUnit: number;
}

/** What took a loss: a lot, or another short. */
export interface Replacement {
  readonly id: string;
  readonly symbol: string;
  readonly account: string;
  /** False: a retirement account; the loss is gone for good (Rev. Rul. 2008-5). */
  readonly taxable: boolean;
  readonly acquiredDay: number;
}

/** One match, for the "why" and the lists. */
export interface WashMatch {
  readonly row: Row;
  /** In shares of the sold stock. */
  readonly quantity: number;
  readonly disallowed: number;
  readonly replacement: Replacement;
  /** Earlier match of the same row, or NO_MATCH. */
  readonly previous: number;
}

/** One set of substantially identical securities, as one view of the rule sees it. */
export class WashPool {
  private waiting: WaitingLoss[] = [];
  private candidates: Candidate[] = [];
  private readonly matches: WashMatch[];

  constructor(matches: WashMatch[]) {
    this.matches = matches;
  }

  /** Losses whose window is still open on `day`. */
  waitingOn(day: number): readonly WaitingLoss[] {
    this.forget(day);
    return this.waiting.filter((w) => w.quantity > 0);
  }

  /** A purchase: serves waiting losses, then stays a candidate for 30 days. */
  bought(lot: Lot, sharesPerUnit: number): void {
    this.forget(lot.acquiredDay);
    for (const loss of this.waiting) {
      if (loss.quantity > 0 && loss.lotId !== lot.id) this.match(loss, lot, sharesPerUnit);
    }
    this.candidates.push({ lot, sharesPerUnit });
  }

  /** A loss: uses purchases of the last 30 days, then waits. */
  lost(loss: WaitingLoss): void {
    this.forget(loss.day);
    for (const c of this.candidates) {
      if (loss.quantity <= 0) return;
      if (c.lot.id !== loss.lotId) this.match(loss, c.lot, c.sharesPerUnit);
    }
    if (loss.quantity > 0) this.waiting.push(loss);
  }

  /**
   * What would wash if these losses were taken on `day`, by purchases already made. Changes nothing.
   * @param leaving shares of each piece that leave in the same order and so cannot be replacements
   * @returns washed shares per loss, and the last purchase day that blocks any of them (null: none does)
   */
  wouldWash(
    losses: readonly { readonly lotId: string; readonly quantity: number }[],
    day: number,
    leaving?: ReadonlyMap<Piece, number>,
  ): { readonly washed: readonly number[]; readonly lastDay: number | null } {
    const free: { lot: Lot; shares: number }[] = [];
    for (const { lot, sharesPerUnit } of this.candidates) {
      if (lot.acquiredDay < day - WASH_DAYS || lot.acquiredDay > day) continue;
      let units = 0;
      for (const piece of lot.pieces) if (!piece.used) units += piece.quantity - (leaving?.get(piece) ?? 0);
      if (units > 0) free.push({ lot, shares: units * sharesPerUnit });
    }
    let lastDay: number | null = null;
    const washed = losses.map((loss) => {
      let left = loss.quantity;
      for (const f of free) {
        if (f.lot.id === loss.lotId) continue;
        if (lastDay === null || f.lot.acquiredDay > lastDay) lastDay = f.lot.acquiredDay;
        const shares = Math.min(left, f.shares);
        f.shares -= shares;
        left -= shares;
      }
      return loss.quantity - left;
    });
    return { washed, lastDay };
  }

  /** A split between sale and purchase: waiting loss shares are restated in new shares. */
  restate(symbol: string, restated: (quantity: number) => number): void {
    for (const w of this.waiting) if (w.symbol === symbol) w.quantity = restated(w.quantity);
  }

  /** The sold stock goes by another name now; later splits come under that one. */
  rename(from: string, to: string): void {
    for (const w of this.waiting) if (w.symbol === from) w.symbol = to;
  }

  /** Lots that moved to another account stand for the same purchase. */
  moved(from: Lot, to: Lot): void {
    const at = this.candidates.findIndex((c) => c.lot === from);
    if (at < 0) return;
    const { sharesPerUnit } = this.candidates[at] as Candidate;
    this.candidates.splice(at + 1, 0, { lot: to, sharesPerUnit });
  }

  /** Takes over another pool: two names turned out to be one security. */
  absorb(other: WashPool): void {
    this.waiting = [...this.waiting, ...other.waiting].toSorted((a, b) => a.day - b.day);
    this.candidates = [...this.candidates, ...other.candidates].toSorted(
      (a, b) => a.lot.acquiredDay - b.lot.acquiredDay || a.lot.seq - b.lot.seq,
    );
  }

  private forget(day: number): void {
    const limit = day - WASH_DAYS;
    const w = this.waiting;
    if (w.length > 0 && ((w[0] as WaitingLoss).day < limit || (w[0] as WaitingLoss).quantity <= 0)) {
      this.waiting = w.filter((x) => x.day >= limit && x.quantity > 0);
    }
    const c = this.candidates;
    let dead = 0;
    while (dead < c.length && isSpent(c[dead] as Candidate, limit)) dead++;
    if (dead > 16 || dead === c.length) this.candidates = c.filter((x) => !isSpent(x, limit));
  }

  /** Matches share for share, splitting the purchase where only part of it is a replacement. */
  private match(loss: WaitingLoss, lot: Lot, sharesPerUnit: number): void {
    if (lot.acquiredDay < loss.day - WASH_DAYS || lot.acquiredDay > loss.day + WASH_DAYS) return;
    for (let i = 0; i < lot.pieces.length && loss.quantity > 0; i++) {
      const piece = lot.pieces[i] as Piece;
      if (piece.used) continue;
      const units = Math.min(piece.quantity, Math.ceil(loss.quantity / sharesPerUnit));
      const shares = Math.min(loss.quantity, units * sharesPerUnit);
      const replacement = units === piece.quantity ? piece : splitPiece(lot, i, units);
      this.apply(loss, lot, replacement, shares);
    }
  }

  private apply(loss: WaitingLoss, lot: Lot, piece: Piece, shares: number): void {
    const disallowed = shareOf(loss.loss, shares, loss.quantity);
    loss.quantity -= shares;
    loss.loss -= disallowed;
    loss.row.disallowed += disallowed;
    piece.used = true;
    const { row } = loss;
    const index = this.matches.length;
    this.matches.push({ row, quantity: shares, disallowed, replacement: lot, previous: row.lastMatch });
    row.lastMatch = index;
    if (lot.taxable) {
      piece.basis += disallowed;
      piece.holdDay = lot.acquiredDay - loss.heldDays;
      piece.match = index;
      moveToFront(lot, piece);
    } else row.permanent += disallowed;
  }
}

const isSpent = (c: Candidate, limit: number): boolean =>
  c.lot.acquiredDay < limit || c.lot.pieces.every((p) => p.used);

/** Cuts `units` off piece i and returns the new piece, which stands before the rest. */
export function splitPiece(lot: Lot, i: number, units: number): Piece {
  const rest = lot.pieces[i] as Piece;
  const basis = shareOf(rest.basis, units, rest.quantity);
  const lossBasis = rest.lossBasis < 0 ? -1 : shareOf(rest.lossBasis, units, rest.quantity);
  const cut: Piece = { ...rest, quantity: units, basis, lossBasis };
  rest.quantity -= units;
  rest.basis -= basis;
  if (rest.lossBasis >= 0) rest.lossBasis -= lossBasis;
  lot.pieces.splice(i, 0, cut);
  return cut;
}

/** Replacement shares leave first: they stand before the plain ones, in the order they were matched. */
function moveToFront(lot: Lot, piece: Piece): void {
  const from = lot.pieces.indexOf(piece);
  let to = 0;
  while (to < from && (lot.pieces[to] as Piece).used) to++;
  if (to === from) return;
  lot.pieces.splice(from, 1);
  lot.pieces.splice(to, 0, piece);
}
