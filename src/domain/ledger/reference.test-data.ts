/**
 * The slow, obviously correct reference: every share is an object of its own, and every loss looks through all
 * purchases there will ever be. Tests only; it shares no code with the fold.
 *
 * Splits vanish by counting in final shares: a share bought before k later 2:1 splits is 2^k of them. Whole shares
 * and prices in cents keep every per-share figure an exact integer of micros.
 */
import { dayNumber, type IsoDate } from '../../core/iso-date.ts';

export interface RefEvent {
  readonly id: string;
  readonly date: IsoDate;
  readonly type: 'buy' | 'sell' | 'split';
  readonly symbol: string;
  readonly account: string;
  /** Shares of that day. */
  readonly quantity: number;
  /** Cents per share of that day. */
  readonly price: number;
}

export interface RefWorld {
  readonly events: readonly RefEvent[];
  readonly method: 'FIFO' | 'LIFO' | 'HIFO' | 'LOFO';
  readonly ira: readonly string[];
  /** Symbols held to be identical with each other. */
  readonly identical: readonly string[];
}

interface Share {
  readonly lot: string;
  readonly symbol: string;
  readonly account: string;
  readonly at: number;
  readonly day: number;
  basis: number;
  hold: number;
  isUsed: boolean;
  /** Order in which the shares of one purchase became replacements: those leave first. */
  usedAt: number;
  soldAt: number;
}

interface Line {
  quantity: number;
  proceeds: number;
  cost: number;
  wash: number;
  gone: number;
}

export interface RefResult {
  /** By "sale|lot|holdDay". */
  readonly rows: Map<string, Line>;
  /** By "lot|symbol|account|holdDay": shares and basis. */
  readonly open: Map<string, { quantity: number; basis: number }>;
}

const MICROS = 10_000;

/** Final shares that one share of this moment stands for. */
function scaleAt(world: RefWorld, symbol: string, at: number): number {
  return 2 ** world.events.filter((e, i) => i > at && e.type === 'split' && e.symbol === symbol).length;
}

function allShares(world: RefWorld): Share[] {
  const shares: Share[] = [];
  world.events.forEach((e, at) => {
    if (e.type !== 'buy') return;
    const scale = scaleAt(world, e.symbol, at);
    for (let i = 0; i < e.quantity * scale; i++) {
      const day = dayNumber(e.date);
      const basis = (e.price * MICROS) / scale;
      shares.push({
        lot: e.id,
        symbol: e.symbol,
        account: e.account,
        at,
        day,
        basis,
        hold: day,
        isUsed: false,
        usedAt: Infinity,
        soldAt: Infinity,
      });
    }
  });
  return shares;
}

const ORDERS: Record<RefWorld['method'], (a: Share, b: Share) => number> = {
  FIFO: (a, b) => a.at - b.at || a.usedAt - b.usedAt,
  LIFO: (a, b) => b.at - a.at || a.usedAt - b.usedAt,
  HIFO: (a, b) => b.basis - a.basis || a.at - b.at || a.usedAt - b.usedAt,
  LOFO: (a, b) => a.basis - b.basis || a.at - b.at || a.usedAt - b.usedAt,
};

/** Runs the rules as they are written. */
export function reference(world: RefWorld): RefResult {
  const shares = allShares(world);
  const rows = new Map<string, Line>();
  let uses = 0;
  const isSame = (a: string, b: string) =>
    a === b || (world.identical.includes(a) && world.identical.includes(b));
  world.events.forEach((e, at) => {
    if (e.type !== 'sell') return;
    const day = dayNumber(e.date);
    const scale = scaleAt(world, e.symbol, at);
    const price = (e.price * MICROS) / scale;
    const held = shares.filter(
      (s) => s.at < at && s.soldAt > at && s.symbol === e.symbol && s.account === e.account,
    );
    const sold = held.toSorted(ORDERS[world.method]).slice(0, e.quantity * scale);
    for (const s of sold) s.soldAt = at;
    if (world.ira.includes(e.account)) return;
    const lines = sold.map((s) => {
      const key = `${e.id}|${s.lot}|${s.hold}`;
      const line = rows.get(key) ?? { quantity: 0, proceeds: 0, cost: 0, wash: 0, gone: 0 };
      rows.set(key, line);
      line.quantity += 1 / scale;
      line.proceeds += price;
      line.cost += s.basis;
      return { share: s, line };
    });
    // Rule 2: losses of one sale in order of purchase; within a lot as they left.
    for (const { share, line } of lines.toSorted((a, b) => a.share.at - b.share.at)) {
      const loss = share.basis - price;
      if (loss <= 0) continue;
      const replacement = shares.find(
        (c) =>
          isSame(c.symbol, share.symbol) &&
          Math.abs(c.day - day) <= 30 &&
          !c.isUsed &&
          c.lot !== share.lot &&
          c.soldAt > at,
      );
      if (!replacement) continue;
      replacement.isUsed = true;
      replacement.usedAt = uses++;
      line.wash += loss;
      if (world.ira.includes(replacement.account)) line.gone += loss;
      else {
        replacement.basis += loss;
        replacement.hold = replacement.day - (day - share.hold);
      }
    }
  });
  const open = new Map<string, { quantity: number; basis: number }>();
  for (const s of shares) {
    if (s.soldAt !== Infinity) continue;
    const key = `${s.lot}|${s.symbol}|${s.account}|${s.hold}`;
    const o = open.get(key) ?? { quantity: 0, basis: 0 };
    open.set(key, { quantity: o.quantity + 1, basis: o.basis + s.basis });
  }
  return { rows, open };
}
