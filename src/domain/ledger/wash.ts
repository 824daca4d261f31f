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
import { OpenList } from './open-list.ts';

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

/** What a loss of one lot, taken alone on a day, would meet. */
export interface Blocked {
  /** Shares of it that purchases already made would replace. */
  readonly washed: number;
  /** Day of the last such purchase; null: none blocks it. */
  readonly lastDay: number | null;
}

/** Answers for one lot after another what a loss of it, and of nothing else, would meet. */
export type BlockedBy = (lotId: string, quantity: number) => Blocked;

interface FreeLot {
  readonly lot: Lot;
  /** Shares of the loss's stock that it can still replace. */
  shares: number;
}

/** One set of substantially identical securities, as one view of the rule sees it. */
export class WashPool {
  private waiting = new OpenList<WaitingLoss>();
  private candidates = new OpenList<Candidate>();
  private readonly matches: WashMatch[];

  constructor(matches: WashMatch[]) {
    this.matches = matches;
  }

  /** Losses whose window is still open on `day`. */
  waitingOn(day: number): readonly WaitingLoss[] {
    return [...this.waiting].filter((w) => !isOver(w, day - WASH_DAYS));
  }

  /** A purchase: serves waiting losses, then stays a candidate for 30 days. */
  bought(lot: Lot, sharesPerUnit: number): void {
    const limit = lot.acquiredDay - WASH_DAYS;
    this.waiting.walk(
      (loss) => isOver(loss, limit),
      (loss) => {
        if (loss.lotId !== lot.id) this.match(loss, lot, sharesPerUnit);
        return !isUsedUp(lot);
      },
    );
    this.candidates.trim((c) => isSpent(c, limit));
    this.candidates.push({ lot, sharesPerUnit });
  }

  /** A loss: uses purchases of the last 30 days, then waits. */
  lost(loss: WaitingLoss): void {
    const limit = loss.day - WASH_DAYS;
    this.candidates.walk(
      (c) => isSpent(c, limit),
      (c) => {
        if (c.lot.id !== loss.lotId) this.match(loss, c.lot, c.sharesPerUnit);
        return loss.quantity > 0;
      },
    );
    this.waiting.trim((w) => isOver(w, limit));
    if (loss.quantity > 0) this.waiting.push(loss);
  }

  /**
   * What would wash if these losses were taken on `day`, by purchases already made. Changes nothing.
   * @param leaving shares of each piece that leave in the same order and so cannot be replacements
   * @returns washed shares per loss
   */
  wouldWash(
    losses: readonly { readonly lotId: string; readonly quantity: number }[],
    day: number,
    leaving: ReadonlyMap<Piece, number>,
  ): readonly number[] {
    const free = this.freeOn(day, leaving);
    let head = 0;
    return losses.map((loss) => {
      let left = loss.quantity;
      for (let i = head; i < free.length && left > 0; i++) {
        const f = free[i] as FreeLot;
        if (f.lot.id === loss.lotId) continue;
        const shares = Math.min(left, f.shares);
        f.shares -= shares;
        left -= shares;
      }
      while (head < free.length && (free[head] as FreeLot).shares === 0) head++;
      return loss.quantity - left;
    });
  }

  /** As `wouldWash` of one lot alone, ready for any number of lots: the purchases are read once. Changes nothing. */
  blockedOn(day: number): BlockedBy {
    const sharesOf = new Map<string, number>();
    let all = 0;
    let latest: Lot | null = null;
    let latestOther: Lot | null = null;
    for (const { lot, shares } of this.freeOn(day)) {
      all += shares;
      sharesOf.set(lot.id, (sharesOf.get(lot.id) ?? 0) + shares);
      // Candidates stand in order of purchase, so the last one seen is the latest.
      if (latest !== null && latest.id !== lot.id) latestOther = latest;
      latest = lot;
    }
    return (lotId, quantity) => ({
      washed: Math.min(quantity, all - (sharesOf.get(lotId) ?? 0)),
      lastDay: (latest?.id === lotId ? latestOther : latest)?.acquiredDay ?? null,
    });
  }

  /** A split between sale and purchase: waiting loss shares are restated in new shares. */
  restate(symbol: string, restated: (quantity: number) => number): void {
    for (const w of this.waiting) if (w.symbol === symbol) w.quantity = restated(w.quantity);
  }

  /** The sold stock goes by another name now; later splits come under that one. */
  rename(from: string, to: string): void {
    for (const w of this.waiting) if (w.symbol === from) w.symbol = to;
  }

  /** Lots that moved to another account, by the lot they were part of: they stand for the same purchase. */
  moved(lots: ReadonlyMap<Lot, Lot>): void {
    this.candidates.insert(({ lot, sharesPerUnit }) => {
      const to = lots.get(lot);
      return to ? { lot: to, sharesPerUnit } : null;
    });
  }

  /** Takes over another pool: two names turned out to be one security. */
  absorb(other: WashPool): void {
    this.waiting = new OpenList([...this.waiting, ...other.waiting].toSorted((a, b) => a.day - b.day));
    this.candidates = new OpenList(
      [...this.candidates, ...other.candidates].toSorted(
        (a, b) => a.lot.acquiredDay - b.lot.acquiredDay || a.lot.seq - b.lot.seq,
      ),
    );
  }

  /** Purchases of the last 30 days that can still replace shares, earliest first. */
  private freeOn(day: number, leaving?: ReadonlyMap<Piece, number>): FreeLot[] {
    const free: FreeLot[] = [];
    for (const { lot, sharesPerUnit } of this.candidates) {
      if (lot.acquiredDay < day - WASH_DAYS || lot.acquiredDay > day) continue;
      let units = 0;
      for (let i = firstUnused(lot); i < lot.pieces.length; i++) {
        const piece = lot.pieces[i] as Piece;
        units += piece.quantity - (leaving?.get(piece) ?? 0);
      }
      if (units > 0) free.push({ lot, shares: units * sharesPerUnit });
    }
    return free;
  }

  /** Matches share for share, splitting the purchase where only part of it is a replacement. */
  private match(loss: WaitingLoss, lot: Lot, sharesPerUnit: number): void {
    if (lot.acquiredDay < loss.day - WASH_DAYS || lot.acquiredDay > loss.day + WASH_DAYS) return;
    for (let i = firstUnused(lot); i < lot.pieces.length && loss.quantity > 0; i++) {
      const piece = lot.pieces[i] as Piece;
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
    } else row.permanent += disallowed;
  }
}

const isOver = (loss: WaitingLoss, limit: number): boolean => loss.day < limit || loss.quantity <= 0;

const isUsedUp = ({ pieces }: Lot): boolean => pieces.at(-1)?.used ?? true;

const isSpent = (c: Candidate, limit: number): boolean => c.lot.acquiredDay < limit || isUsedUp(c.lot);

/** Index of the first piece that is no replacement yet; the number of pieces when all are. */
function firstUnused({ pieces }: Lot): number {
  let low = 0;
  for (let high = pieces.length; low < high;) {
    const middle = (low + high) >> 1;
    if ((pieces[middle] as Piece).used) low = middle + 1;
    else high = middle;
  }
  return low;
}

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
