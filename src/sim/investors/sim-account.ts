import { dayNumber } from '../../core/iso-date.ts';
import type { IsoDate } from '../../core/iso-date.ts';
import { cents, centsFromDollars } from '../../core/money.ts';
import { quantityFromNumber, unitPriceFromNumber } from '../../core/quantity.ts';
import type { Transaction, TransactionType } from '../../domain/ledger/transaction.ts';

/** A purchase as the investor remembers it. Memory only: tax lots come from the ledger of what is written out. */
interface Remembered {
  readonly day: number;
  shares: number;
  readonly price: number;
}

/** What an investor knows of one holding. */
export interface Position {
  readonly asset: number;
  readonly value: number;
  /** Value / cost - 1. */
  readonly gainRate: number;
  /** Calendar days since the oldest and the newest purchase still held. */
  readonly oldestDays: number;
  readonly newestDays: number;
}

/** A brokerage account being lived in: it keeps the cash and writes every event down as a broker's row. */
export interface SimAccount {
  cash: number;
  readonly rows: Transaction[];
  trades: number;
  buy(asset: number, symbol: string, dollars: number, price: number, date: IsoDate): void;
  sell(asset: number, symbol: string, fraction: number, price: number, date: IsoDate): void;
  income(symbol: string, dollars: number, date: IsoDate): void;
  deposit(dollars: number, date: IsoDate): void;
  /** A dividend that buys more of the same at once, fractions included. */
  reinvest(asset: number, symbol: string, dollars: number, price: number, date: IsoDate): void;
  /** Shares that arrive from another broker; the file knows no cost. */
  transferIn(asset: number, symbol: string, shares: number, price: number, date: IsoDate): void;
  held(): readonly number[];
  position(asset: number, price: number, day: number): Position | null;
  sharesOf(asset: number): number;
}

const FILE = 'simulated.csv';

/**
 * @param lotSize shares are bought in multiples of it: 1 or 10 like most people, 0.001 with fractional shares
 */
export function simAccount(lotSize: number, account: string): SimAccount {
  const memory = new Map<number, Remembered[]>();
  const rows: Transaction[] = [];
  const write = (
    date: IsoDate,
    type: TransactionType,
    symbol: string | null,
    shares: number,
    price: number,
    amount: number,
  ): void => {
    rows.push({
      file: FILE,
      lines: [rows.length + 2],
      date,
      type,
      symbol,
      quantity: quantityFromNumber(Number(shares.toFixed(6))),
      price: price > 0 ? unitPriceFromNumber(price) : null,
      fees: cents(0),
      amount: centsFromDollars(Number(amount.toFixed(2))),
      currency: 'USD',
      account,
      description: '',
      rawType: type,
      flags: [],
    });
  };
  const sharesOf = (asset: number): number => (memory.get(asset) ?? []).reduce((a, l) => a + l.shares, 0);
  const self: SimAccount = {
    cash: 0,
    rows,
    trades: 0,
    sharesOf,
    held: () => [...memory.keys()],
    deposit(dollars, date) {
      self.cash += dollars;
      write(date, dollars >= 0 ? 'deposit' : 'withdrawal', null, 0, 0, dollars);
    },
    income(symbol, dollars, date) {
      const paid = Number(dollars.toFixed(2));
      if (paid < 0.01) return;
      self.cash += paid;
      write(date, 'dividend', symbol, 0, 0, paid);
    },
    reinvest(asset, symbol, dollars, price, date) {
      const paid = Number(dollars.toFixed(2));
      if (paid < 1) return;
      const shares = Number((paid / price).toFixed(4));
      write(date, 'dividend', symbol, 0, 0, paid);
      write(date, 'reinvest', symbol, shares, price, -paid);
      memory.set(asset, [...(memory.get(asset) ?? []), { day: dayNumber(date), shares, price }]);
    },
    transferIn(asset, symbol, shares, price, date) {
      write(date, 'transfer_in', symbol, shares, 0, 0);
      memory.set(asset, [...(memory.get(asset) ?? []), { day: dayNumber(date), shares, price }]);
    },
    buy(asset, symbol, dollars, price, date) {
      const shares = Math.floor(Math.min(dollars, self.cash) / price / lotSize) * lotSize;
      if (shares * price < 20) return;
      const cost = Number((shares * price).toFixed(2));
      self.cash -= cost;
      self.trades += 1;
      const lots = memory.get(asset) ?? [];
      memory.set(asset, [...lots, { day: dayNumber(date), shares, price }]);
      write(date, 'buy', symbol, shares, price, -cost);
    },
    sell(asset, symbol, fraction, price, date) {
      const all = sharesOf(asset);
      const wanted =
        fraction > 0.95 ? all : Math.max(lotSize, Math.round((all * fraction) / lotSize) * lotSize);
      const shares = Math.min(all, wanted);
      if (shares * price < 20) return;
      const paid = Number((shares * price).toFixed(2));
      self.cash += paid;
      self.trades += 1;
      forget(memory, asset, shares);
      write(date, 'sell', symbol, -shares, price, paid);
    },
    position(asset, price, day) {
      const lots = memory.get(asset);
      if (!lots || lots.length === 0) return null;
      const shares = sharesOf(asset);
      const cost = lots.reduce((a, l) => a + l.shares * l.price, 0);
      const ages = lots.map((l) => day - l.day);
      return {
        asset,
        value: shares * price,
        gainRate: (shares * price) / cost - 1,
        oldestDays: Math.max(...ages),
        newestDays: Math.min(...ages),
      };
    },
  };
  return self;
}

/** First in, first out, as a broker books it by default. */
function forget(memory: Map<number, Remembered[]>, asset: number, shares: number): void {
  const lots = memory.get(asset) ?? [];
  let rest = shares;
  while (rest > 1e-9 && lots[0]) {
    const used = Math.min(rest, lots[0].shares);
    lots[0].shares -= used;
    rest -= used;
    if (lots[0].shares < 1e-9) lots.shift();
  }
  if (lots.length === 0) memory.delete(asset);
}
