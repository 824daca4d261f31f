import { dayNumber, type IsoDate } from '../../src/core/iso-date.ts';
import type { DemoMarket, DemoSeries } from './demo-market.ts';

/** What a sample account did, before it is printed in a broker's layout. Money in dollars, already rounded to cents. */
export interface SampleRow {
  readonly date: IsoDate;
  readonly kind:
    'buy' | 'sell' | 'dividend' | 'reinvest' | 'split' | 'deposit' | 'withdrawal' | 'interest' | 'sharesIn';
  readonly symbol: string;
  readonly name: string;
  /** Shares moved, positive; 0 for cash rows. */
  readonly quantity: number;
  readonly price: number;
  readonly fees: number;
  /** Signed cash. */
  readonly amount: number;
  readonly note: string;
}

interface Lot {
  day: number;
  quantity: number;
  price: number;
}

const cents = (x: number): number => Math.round(x * 100) / 100;
const shares4 = (x: number): number => Math.round(x * 1e4) / 1e4;

/** A cash account in the demo market: never short, never overdrawn, first in first out. Days are rows of the market's calendar. */
export class SampleAccount {
  readonly rows: SampleRow[] = [];
  cash = 0;
  private readonly lots = new Map<string, Lot[]>();
  private readonly reinvests: (symbol: string) => boolean;
  private readonly market: DemoMarket;
  private readonly seriesBySymbol: ReadonlyMap<string, DemoSeries>;

  constructor(market: DemoMarket, reinvests: (symbol: string) => boolean) {
    this.market = market;
    this.reinvests = reinvests;
    this.seriesBySymbol = new Map(market.series.map((s) => [s.asset.symbol, s]));
  }

  private series(symbol: string): DemoSeries {
    const s = this.seriesBySymbol.get(symbol);
    if (!s) throw new Error(`no such demo asset: ${symbol}`);
    return s;
  }

  date(day: number): IsoDate {
    return this.market.panel.dates[day] as IsoDate;
  }

  /** Traded close, 0 = not listed. */
  price(symbol: string, day: number): number {
    return this.series(symbol).raw[day] ?? 0;
  }

  /** Return over the last `days` trading days from adjusted closes; 0 when not listed then. */
  trend(symbol: string, day: number, days: number): number {
    const { panel } = this.market;
    const i = panel.assets.findIndex((a) => a.symbol === symbol);
    const now = panel.close[i * panel.dates.length + day] as number;
    const then = panel.close[i * panel.dates.length + day - days] as number;
    return now > 0 && then > 0 ? now / then - 1 : 0;
  }

  held(symbol: string): number {
    return shares4((this.lots.get(symbol) ?? []).reduce((sum, l) => sum + l.quantity, 0));
  }

  symbols(): string[] {
    return [...this.lots.keys()].filter((s) => this.held(s) > 0);
  }

  /** Lots of a symbol, oldest first, with the gain of each as a fraction of its cost. */
  lotsOf(
    symbol: string,
    day: number,
  ): { readonly daysHeld: number; readonly quantity: number; readonly gain: number }[] {
    const price = this.price(symbol, day);
    return (this.lots.get(symbol) ?? []).map((l) => ({
      daysHeld: dayNumber(this.date(day)) - dayNumber(this.date(l.day)),
      quantity: l.quantity,
      gain: price / l.price - 1,
    }));
  }

  value(day: number): number {
    return this.cash + this.symbols().reduce((sum, s) => sum + this.held(s) * this.price(s, day), 0);
  }

  private add(day: number, row: Partial<SampleRow> & Pick<SampleRow, 'kind'>): void {
    const name = row.symbol ? this.series(row.symbol).asset.name : '';
    this.rows.push({
      date: this.date(day),
      symbol: '',
      name,
      quantity: 0,
      price: 0,
      fees: 0,
      amount: 0,
      note: '',
      ...row,
    });
    this.cash = cents(this.cash + (row.amount ?? 0));
  }

  deposit(day: number, amount: number, note: string): void {
    this.add(day, { kind: amount < 0 ? 'withdrawal' : 'deposit', amount, note });
  }

  interest(day: number, amount: number, note: string): void {
    if (amount > 0) this.add(day, { kind: 'interest', amount, note });
  }

  /** Shares from another broker: no cost comes with them. */
  sharesIn(day: number, symbol: string, quantity: number): void {
    this.add(day, { kind: 'sharesIn', symbol, quantity });
    this.push(symbol, { day, quantity, price: this.price(symbol, day) });
  }

  private push(symbol: string, lot: Lot): void {
    this.lots.set(symbol, [...(this.lots.get(symbol) ?? []), lot]);
  }

  /** Buys whole shares for at most `dollars`; returns the number bought (0 when unlisted or too little cash). */
  buy(day: number, symbol: string, dollars: number): number {
    const price = this.price(symbol, day);
    if (price <= 0) return 0;
    const quantity = Math.floor(Math.min(dollars, this.cash) / price);
    if (quantity < 1) return 0;
    this.add(day, { kind: 'buy', symbol, quantity, price, amount: -cents(quantity * price) });
    this.push(symbol, { day, quantity, price });
    return quantity;
  }

  /** Sells shares, oldest lots first; a cent per million of fees as the exchanges charge it. */
  sell(day: number, symbol: string, quantity: number): number {
    const price = this.price(symbol, day);
    const sold = Math.min(shares4(quantity), this.held(symbol));
    if (sold <= 0 || price <= 0) return 0;
    const fees = cents(sold * price * 0.0000278);
    this.add(day, {
      kind: 'sell',
      symbol,
      quantity: sold,
      price,
      fees,
      amount: cents(cents(sold * price) - fees),
    });
    let rest = sold;
    const left: Lot[] = [];
    for (const lot of this.lots.get(symbol) ?? []) {
      const taken = Math.min(lot.quantity, rest);
      rest = shares4(rest - taken);
      if (lot.quantity - taken > 1e-9) left.push({ ...lot, quantity: shares4(lot.quantity - taken) });
    }
    this.lots.set(symbol, left);
    return cents(sold * price - fees);
  }

  /** True when the day has a split of the symbol: a day on which nobody in these samples trades it. */
  splitsOn(symbol: string, day: number): boolean {
    return this.series(symbol).events.some((e) => e.day === day && e.kind === 'split');
  }

  /** Books the splits and dividends of a day on what was held the evening before. */
  openDay(day: number): void {
    for (const symbol of this.symbols()) {
      for (const event of this.series(symbol).events) {
        if (event.day !== day) continue;
        const held = this.held(symbol);
        if (event.kind === 'split') {
          this.add(day, { kind: 'split', symbol, quantity: shares4(held * (event.ratio - 1)) });
          for (const lot of this.lots.get(symbol) ?? []) {
            lot.quantity = shares4(lot.quantity * event.ratio);
            lot.price /= event.ratio;
          }
          continue;
        }
        const amount = cents(held * event.perShare);
        if (amount <= 0) continue;
        this.add(day, { kind: 'dividend', symbol, amount, note: this.reinvests(symbol) ? 'reinvested' : '' });
        const price = this.price(symbol, day);
        const quantity = shares4(amount / price);
        if (!this.reinvests(symbol) || quantity <= 0) continue;
        this.add(day, { kind: 'reinvest', symbol, quantity, price, amount: -amount });
        this.push(symbol, { day, quantity, price });
      }
    }
  }
}
