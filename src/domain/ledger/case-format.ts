/**
 * Reads the worked-case format (`{method, transactions, accounts, securities, identical_groups}`) into events.
 * It is also the JSON that `lots` and `tax` accept. Money stays exact: decimal text to integers, never a double.
 */
import { KeepfolioError } from '../../core/errors.ts';
import { mulDivRound, parseScaled } from '../../core/decimal.ts';
import { parseIsoDate, type IsoDate } from '../../core/iso-date.ts';
import type { Quantity, UnitPrice } from '../../core/quantity.ts';
import type { AccountInfo, CashInLieu, LedgerEvent, LotPick, SecurityInfo } from './events.ts';
import { parseMethod, type MethodId } from './methods.ts';
import { valueMicros, type Micros } from './micros.ts';

/** What such a document holds once read. */
export interface LedgerDocument {
  readonly events: readonly LedgerEvent[];
  readonly accounts: Readonly<Record<string, AccountInfo>>;
  readonly securities: Readonly<Record<string, SecurityInfo>>;
  readonly identicalGroups: readonly (readonly string[])[];
  readonly method: MethodId | null;
}

type Fields = Readonly<Record<string, unknown>>;

const isRecord = (x: unknown): x is Fields => typeof x === 'object' && x !== null && !Array.isArray(x);

/** One transaction's fields with where it stands, so that a refusal can name it. */
class Reader {
  private readonly fields: Fields;
  private readonly at: number;

  constructor(fields: Fields, at: number) {
    this.fields = fields;
    this.at = at;
  }

  refuse(what: string): never {
    const id = typeof this.fields['id'] === 'string' ? ` (id ${this.fields['id']})` : '';
    throw new KeepfolioError(
      'bad-transaction',
      `transaction ${this.at + 1}${id}: ${what}`,
      'See the format of worked cases.',
    );
  }

  has(name: string): boolean {
    return this.fields[name] !== undefined && this.fields[name] !== null;
  }

  text(name: string): string {
    const v = this.fields[name];
    if (typeof v === 'string' && v !== '') return v;
    return this.refuse(`${name} is missing`);
  }

  date(name: string): IsoDate {
    return parseIsoDate(this.text(name)) ?? this.refuse(`${name} is not a day like 2025-03-14`);
  }

  number(name: string): number {
    const v = this.fields[name];
    const n = typeof v === 'string' && v.trim() !== '' ? Number(v) : v;
    if (typeof n === 'number' && Number.isFinite(n)) return n;
    return this.refuse(`${name} is missing or not a number`);
  }

  numberOr(name: string, otherwise: number): number {
    return this.has(name) ? this.number(name) : otherwise;
  }

  scaled(name: string, digits: number, value = this.number(name)): number {
    return parseScaled(String(value), digits) ?? this.refuse(`${name} is too large`);
  }

  /** More than 8 decimals. */
  isFiner(name: string): boolean {
    const v = this.fields[name];
    return typeof v === 'number' && v !== 0 && this.scaled(name, 8) / 1e8 !== v;
  }

  /** A positive number of shares. */
  quantity(name = 'quantity'): Quantity {
    const q = this.scaled(name, 8);
    return q > 0 ? (q as Quantity) : this.refuse(`${name} must be above zero`);
  }

  money(name: string): Micros {
    return this.scaled(name, 6) as Micros;
  }

  moneyOr0(name: string): Micros {
    return this.has(name) ? this.money(name) : (0 as Micros);
  }

  /** quantity x price, or the stated total. */
  total(quantity: Quantity): Micros {
    if (!this.has('price')) return this.money('amount');
    return this.times(quantity, 'price');
  }

  times(quantity: Quantity, name: string): Micros {
    const exact = timesDecimal(quantity, this.number(name));
    return exact ?? this.refuse(`quantity x ${name} is too large`);
  }

  lots(): LotPick[] | null {
    const raw = this.fields['lots'];
    if (!Array.isArray(raw) || raw.length === 0) return null;
    return raw.map((x, i) => {
      if (!isRecord(x)) return this.refuse(`lots[${i}] is not {lot, quantity}`);
      const pick = new Reader(x, this.at);
      return { lot: pick.text('lot'), quantity: pick.quantity() };
    });
  }

  cashInLieu(): { cashInLieu: CashInLieu } | Record<string, never> {
    const raw = this.fields['cash_in_lieu'];
    if (!isRecord(raw)) return {};
    const r = new Reader(raw, this.at);
    return { cashInLieu: { quantity: r.quantity(), amount: r.money('amount') } };
  }
}

/** quantity (1e-8) x a JSON price in micros; prices with more than 8 decimals keep up to 15. */
function timesDecimal(quantity: number, price: number): Micros | null {
  const coarse = parseScaled(String(price), 8);
  if (coarse === null) return null;
  if (coarse / 1e8 === price) return valueMicros(quantity, coarse);
  for (const digits of [15, 14, 13, 12, 11, 10, 9]) {
    const fine = parseScaled(String(price), digits);
    // quantity 1e-8, price 10^-digits, micros 1e-6
    if (fine !== null) return mulDivRound(quantity, fine, 10 ** (digits + 2)) as Micros;
  }
  return valueMicros(quantity, coarse);
}

interface Base {
  readonly id: string;
  readonly date: IsoDate;
  readonly symbol: string;
  readonly account: string;
  readonly isRounded?: boolean;
}

type ReadType = (r: Reader, base: Base) => LedgerEvent;

const minus = (a: number, b: number): Micros => (a - b) as Micros;
const plus = (a: number, b: number): Micros => (a + b) as Micros;

function readAcquire(type: 'buy' | 'reinvest' | 'vest'): ReadType {
  return (r, base) => {
    const quantity = r.quantity();
    const isUnpriced = !r.has('price') && !r.has('amount');
    return { ...base, type, quantity, cost: isUnpriced ? null : plus(r.total(quantity), r.moneyOr0('fees')) };
  };
}

const readSell: ReadType = (r, base) => {
  const quantity = r.quantity();
  const proceeds = minus(r.total(quantity), r.moneyOr0('fees'));
  const lots = r.lots();
  return lots
    ? { ...base, type: 'sell', quantity, proceeds, lots }
    : { ...base, type: 'sell', quantity, proceeds };
};

function readSplit(type: 'split' | 'stock_dividend'): ReadType {
  return (r, base) => {
    const ratio = { new: r.number('new'), old: r.numberOr('old', 1) };
    if (ratio.new <= 0 || ratio.old <= 0) r.refuse('new and old must be above zero');
    return { ...base, type, ratio, ...r.cashInLieu() };
  };
}

const readSpinoff: ReadType = (r, base) => {
  const per = r.number('new_shares_per_share');
  let fraction = r.numberOr('basis_fraction_to_new', -1);
  if (fraction < 0) {
    const child = per * r.number('new_price');
    fraction = child / (r.number('parent_price') + child);
  }
  if (!(fraction >= 0 && fraction <= 1)) r.refuse('the fraction of basis must lie between 0 and 1');
  return {
    ...base,
    type: 'spinoff',
    newSymbol: r.text('new_symbol'),
    newSharesPerShare: per,
    fractionToNew: fraction,
    ...r.cashInLieu(),
  };
};

const readMerger: ReadType = (r, base) => {
  const per = r.numberOr('new_shares_per_share', 0);
  const tax = r.has('tax') ? r.text('tax') : 'reorg';
  if (tax !== 'reorg' && tax !== 'taxable') r.refuse('tax must be "reorg" or "taxable"');
  return {
    ...base,
    type: 'merger',
    // Cash alone is never a tax-free exchange, whatever it is called.
    tax: per === 0 ? 'taxable' : (tax as 'reorg' | 'taxable'),
    newSymbol: r.has('new_symbol') && per > 0 ? r.text('new_symbol') : null,
    newSharesPerShare: per,
    newPrice: r.numberOr('new_price', 0),
    cashPerShare: r.numberOr('cash_per_share', 0),
    ...r.cashInLieu(),
  };
};

const READERS: Readonly<Record<string, ReadType>> = {
  buy: readAcquire('buy'),
  reinvest: readAcquire('reinvest'),
  vest: readAcquire('vest'),
  sell: readSell,
  split: readSplit('split'),
  stock_dividend: readSplit('stock_dividend'),
  return_of_capital: (r, base) => ({
    ...base,
    type: 'return_of_capital',
    amount: { perShare: r.scaled('amount_per_share', 8) as UnitPrice },
  }),
  spinoff: readSpinoff,
  merger: readMerger,
  symbol_change: (r, base) => ({ ...base, type: 'symbol_change', newSymbol: r.text('new_symbol') }),
  gift_in: (r, base) => {
    const quantity = r.quantity();
    return {
      ...base,
      type: 'gift_in',
      quantity,
      donorBasis: r.money('donor_basis'),
      donorAcquired: r.date('donor_acquired'),
      marketValue: r.has('fmv_per_share') ? r.times(quantity, 'fmv_per_share') : r.money('donor_basis'),
    };
  },
  inherit: (r, base) => {
    const quantity = r.quantity();
    const dateOfDeath = r.has('date_of_death') ? r.date('date_of_death') : base.date;
    return {
      ...base,
      type: 'inherit',
      quantity,
      marketValue: r.times(quantity, 'fmv_per_share'),
      dateOfDeath,
    };
  },
  transfer: (r, base) => ({
    ...base,
    type: 'transfer',
    toAccount: r.text('to_account'),
    quantity: r.quantity(),
  }),
  worthless: (_r, base) => ({
    ...base,
    type: 'worthless',
    date: `${base.date.slice(0, 4)}-12-31` as IsoDate,
  }),
  short_sell: (r, base) => {
    const quantity = r.quantity();
    return { ...base, type: 'short_sell', quantity, proceeds: minus(r.total(quantity), r.moneyOr0('fees')) };
  },
  buy_to_cover: (r, base) => {
    const quantity = r.quantity();
    return { ...base, type: 'buy_to_cover', quantity, cost: plus(r.total(quantity), r.moneyOr0('fees')) };
  },
};

/** These touch every account that holds the security unless the transaction names one. */
const EVERYWHERE = new Set([
  'split',
  'stock_dividend',
  'return_of_capital',
  'spinoff',
  'merger',
  'symbol_change',
  'worthless',
]);

function readTransaction(raw: unknown, at: number): LedgerEvent {
  if (!isRecord(raw)) throw new KeepfolioError('bad-transaction', `transaction ${at + 1} is not an object`);
  const r = new Reader(raw, at);
  const type = r.text('type');
  const read = Object.hasOwn(READERS, type) ? READERS[type] : undefined;
  if (!read) return r.refuse(`unknown type "${type}"`);
  const fallback = EVERYWHERE.has(type) ? '' : 'main';
  return read(r, {
    id: r.has('id') ? String(raw['id']) : `t${at + 1}`,
    date: r.date('date'),
    symbol: r.text('symbol'),
    account: r.has('account') ? r.text('account') : fallback,
    ...(r.isFiner('quantity') ? { isRounded: true } : {}),
  });
}

/**
 * A split, merger or the like without an account touches every account. Where the same action of the day is also
 * listed for another account, the one without names `main` only: else that account would be changed twice.
 */
function placeActions(events: readonly LedgerEvent[]): LedgerEvent[] {
  const keyOf = (e: LedgerEvent): string => `${e.type}|${e.symbol}|${e.date}`;
  const listed = new Set(events.filter((e) => EVERYWHERE.has(e.type) && e.account !== '').map(keyOf));
  return events.map((e) => (e.account === '' && listed.has(keyOf(e)) ? { ...e, account: 'main' } : e));
}

/** Reads a list of transactions; array order is execution order, days are put in order first. */
export function readEvents(raw: unknown): LedgerEvent[] {
  if (!Array.isArray(raw)) throw new KeepfolioError('bad-document', 'there is no list "transactions"');
  const events = placeActions(raw.map(readTransaction));
  // Stable: rows of one day stay in the order given.
  return events.toSorted((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0));
}

function readAccounts(raw: unknown): Record<string, AccountInfo> {
  const out: Record<string, AccountInfo> = {};
  if (!isRecord(raw)) return out;
  for (const [name, v] of Object.entries(raw)) {
    const type = isRecord(v) ? v['type'] : v;
    if (type !== 'taxable' && type !== 'ira' && type !== 'roth') {
      throw new KeepfolioError('bad-document', `account ${name}: type must be taxable, ira or roth`);
    }
    const owner = isRecord(v) && typeof v['owner'] === 'string' ? v['owner'] : null;
    out[name] = owner === null ? { type } : { type, owner };
  }
  return out;
}

function readSecurities(raw: unknown): Record<string, SecurityInfo> {
  const out: Record<string, SecurityInfo> = {};
  if (!isRecord(raw)) return out;
  for (const [symbol, v] of Object.entries(raw)) {
    if (isRecord(v) && typeof v['class'] === 'string') out[symbol] = { class: v['class'] };
  }
  return out;
}

/** Reads a whole document. @throws KeepfolioError naming the transaction that cannot be read */
export function readLedgerDocument(raw: unknown): LedgerDocument {
  if (!isRecord(raw))
    throw new KeepfolioError('bad-document', 'the document is not an object with "transactions"');
  const groups = Array.isArray(raw['identical_groups']) ? raw['identical_groups'] : [];
  const name = raw['method'];
  const method = typeof name === 'string' ? parseMethod(name) : null;
  if (typeof name === 'string' && method === null)
    throw new KeepfolioError('unknown-method', `unknown method "${name}"`);
  return {
    events: readEvents(raw['transactions']),
    accounts: readAccounts(raw['accounts']),
    securities: readSecurities(raw['securities']),
    identicalGroups: groups
      .filter(Array.isArray)
      .map((g: unknown[]) => g.filter((s) => typeof s === 'string')),
    method,
  };
}
