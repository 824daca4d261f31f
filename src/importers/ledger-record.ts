import { formatScaled } from '../core/decimal.ts';
import { parseIsoDate, type IsoDate } from '../core/iso-date.ts';
import { centsToText, parseCents, type Cents } from '../core/money.ts';
import {
  parseQuantity,
  parseUnitPrice,
  quantityToText,
  QUANTITY_DIGITS,
  type Quantity,
  type UnitPrice,
} from '../core/quantity.ts';
import {
  TRANSACTION_FAMILIES,
  type OptionTerms,
  type Transaction,
  type TransactionType,
} from '../domain/ledger/transaction.ts';

/** Columns of the normalised ledger, in file order; the names of the headless contract. */
export const LEDGER_COLUMNS = [
  'date',
  'type',
  'symbol',
  'quantity',
  'price',
  'fees',
  'amount',
  'currency',
  'account',
  'description',
  'raw_type',
  'flags',
  'price_currency',
  'links_to',
  'settle_date',
  'posted_date',
  'id',
  'ratio',
  'accrued_interest',
  'tax_withheld',
  'market_value',
  'option_underlying',
  'option_expiry',
  'option_right',
  'option_strike',
  'option_multiplier',
  'source_file',
  'source_lines',
] as const;

export type LedgerColumn = (typeof LEDGER_COLUMNS)[number];
export type LedgerRecord = Readonly<Record<LedgerColumn, string>>;

const price = (p: UnitPrice): string => formatScaled(p, QUANTITY_DIGITS);
const optional = (c: Cents | undefined): string => (c === undefined ? '' : centsToText(c));

/** A transaction as exact text, one field per column; null and absent are empty. */
export function toRecord(t: Transaction): LedgerRecord {
  const o = t.option;
  return {
    date: t.date,
    type: t.type,
    symbol: t.symbol ?? '',
    quantity: quantityToText(t.quantity),
    price: t.price === null ? '' : price(t.price),
    fees: centsToText(t.fees),
    amount: centsToText(t.amount),
    currency: t.currency,
    account: t.account ?? '',
    description: t.description,
    raw_type: t.rawType,
    flags: t.flags.join(' '),
    price_currency: t.priceCurrency ?? '',
    links_to: t.linksTo ?? '',
    settle_date: t.settleDate ?? '',
    posted_date: t.postedDate ?? '',
    id: t.id ?? '',
    ratio: t.ratio ?? '',
    accrued_interest: optional(t.accruedInterest),
    tax_withheld: optional(t.taxWithheld),
    market_value: optional(t.marketValue),
    option_underlying: o?.underlying ?? '',
    option_expiry: o?.expiry ?? '',
    option_right: o?.right ?? '',
    option_strike: o ? price(o.strike) : '',
    option_multiplier: o ? String(o.multiplier) : '',
    source_file: t.file,
    source_lines: t.lines.join(' '),
  };
}

function readOption(r: LedgerRecord): OptionTerms | null {
  const expiry = parseIsoDate(r.option_expiry);
  const strike = parseUnitPrice(r.option_strike);
  const multiplier = Number(r.option_multiplier);
  if (r.option_underlying === '' || expiry === null || strike === null || !(multiplier > 0)) return null;
  if (r.option_right !== 'C' && r.option_right !== 'P') return null;
  return { underlying: r.option_underlying, expiry, right: r.option_right, strike, multiplier };
}

/** The inverse of toRecord. Returns what is wrong as text when the record cannot be one. */
export function fromRecord(r: LedgerRecord, file: string, line: number): Transaction | string {
  const date = parseIsoDate(r.date);
  if (date === null) return `"${r.date.slice(0, 40)}" is not a day (YYYY-MM-DD)`;
  if (!Object.hasOwn(TRANSACTION_FAMILIES, r.type))
    return `"${r.type.slice(0, 40)}" is not a transaction type`;
  const quantity = r.quantity === '' ? (0 as Quantity) : parseQuantity(r.quantity);
  const unitPrice = r.price === '' ? null : parseUnitPrice(r.price);
  const fees = r.fees === '' ? (0 as Cents) : parseCents(r.fees);
  const amount = r.amount === '' ? (0 as Cents) : parseCents(r.amount);
  if (quantity === null || fees === null || amount === null || (r.price !== '' && unitPrice === null))
    return 'a number of this row cannot be read';
  const lines = r.source_lines
    .split(' ')
    .map(Number)
    .filter((n) => Number.isInteger(n) && n > 0);
  const day = (text: string): IsoDate | null => (text === '' ? null : parseIsoDate(text));
  const settle = day(r.settle_date);
  const posted = day(r.posted_date);
  const option = readOption(r);
  const money = (
    name: 'accruedInterest' | 'taxWithheld' | 'marketValue',
    text: string,
  ): Partial<Transaction> => {
    const c = text === '' ? null : parseCents(text);
    return c === null ? {} : { [name]: c };
  };
  return {
    file: r.source_file === '' ? file : r.source_file,
    lines: r.source_file === '' || lines.length === 0 ? [line] : lines,
    date,
    type: r.type as TransactionType,
    symbol: r.symbol === '' ? null : r.symbol,
    quantity,
    price: unitPrice,
    fees,
    amount,
    currency: r.currency === '' ? 'USD' : r.currency,
    account: r.account === '' ? null : r.account,
    description: r.description,
    rawType: r.raw_type,
    flags: r.flags === '' ? [] : r.flags.split(' '),
    ...(option ? { option } : {}),
    ...(r.price_currency === '' ? {} : { priceCurrency: r.price_currency }),
    ...(r.links_to === '' ? {} : { linksTo: r.links_to }),
    ...(settle ? { settleDate: settle } : {}),
    ...(posted ? { postedDate: posted } : {}),
    ...(r.id === '' ? {} : { id: r.id }),
    ...(r.ratio === '' ? {} : { ratio: r.ratio }),
    ...money('accruedInterest', r.accrued_interest),
    ...money('taxWithheld', r.tax_withheld),
    ...money('marketValue', r.market_value),
  };
}
