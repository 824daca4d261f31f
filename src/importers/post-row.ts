import type { IsoDate } from '../core/iso-date.ts';
import { TRANSACTION_FAMILIES, type OptionTerms, type TransactionType } from '../domain/ledger/transaction.ts';
import { collapse, type Book } from './book.ts';

/**
 * What an action word means: a type, or a class that the row's own sign decides.
 * cash: deposit / withdrawal. journal: shares when the row moves shares, else cash between accounts.
 * transfer: shares in or out, else a deposit or withdrawal. interest: credit or debit.
 */
export type Meaning = TransactionType | 'cash' | 'journal' | 'transfer' | 'interest-by-sign' | 'ignore';

/** A row of a table as printed: numbers scaled, signs untouched. */
export interface PrintedRow {
  readonly date: IsoDate;
  readonly meaning: Meaning;
  readonly symbol: string;
  readonly quantity: number | null;
  readonly price: number | null;
  readonly fees: number | null;
  readonly amount: number | null;
  readonly description: string;
  readonly rawType: string;
  readonly option?: OptionTerms | null;
  readonly account?: string | null;
  readonly currency?: string;
  readonly priceCurrency?: string;
  readonly flags?: readonly string[];
  readonly settleDate?: IsoDate | null;
  readonly postedDate?: IsoDate | null;
  readonly id?: string;
  readonly ratio?: string;
  readonly accruedInterest?: number | null;
  readonly taxWithheld?: number | null;
  readonly linksTo?: string;
  /** Keep a printed price even where units do not trade (zero on expiries, per-share dividends). */
  readonly keepPrice?: boolean;
  /** Keep printed cash on corporate rows (offsetting pairs) instead of taking it for a market value. */
  readonly keepAmount?: boolean;
  /** Buys and sells of options without "open" or "close" in their word. */
  readonly openOrClose?: boolean;
}

const UNITS_IN: ReadonlySet<TransactionType> = new Set<TransactionType>([
  'buy', 'buy_to_cover', 'reinvest', 'transfer_in', 'spin_off', 'stock_plan', 'buy_to_open', 'buy_to_close', 'convert_in', 'cancel_sell',
]);
const UNITS_OUT: ReadonlySet<TransactionType> = new Set<TransactionType>([
  'sell', 'sell_short', 'transfer_out', 'sell_to_open', 'sell_to_close', 'convert_out', 'cancel_buy',
]);
const NO_BASIS: ReadonlySet<TransactionType> = new Set<TransactionType>(['transfer_in', 'spin_off', 'stock_plan']);
/** Types that need both units and cash to make sense. */
const NEEDS_CASH: ReadonlySet<TransactionType> = new Set<TransactionType>([
  'buy', 'sell', 'sell_short', 'buy_to_cover', 'reinvest', 'buy_to_open', 'sell_to_open', 'buy_to_close', 'sell_to_close', 'cancel_buy', 'cancel_sell',
]);

/** Units with the sign that the type demands; as printed where both ways happen. */
export function signedUnits(type: TransactionType, units: number): number {
  if (UNITS_IN.has(type)) return Math.abs(units);
  if (UNITS_OUT.has(type)) return -Math.abs(units);
  return units;
}

/** Turns a class of meanings into a type by the row's own numbers. */
export function resolveMeaning(meaning: Exclude<Meaning, 'ignore'>, symbol: string, quantity: number, amount: number): TransactionType {
  switch (meaning) {
    case 'cash':
      return amount < 0 ? 'withdrawal' : 'deposit';
    case 'journal':
      return quantity !== 0 && symbol !== '' ? (quantity < 0 ? 'transfer_out' : 'transfer_in') : 'journal_cash';
    case 'transfer':
      return quantity !== 0 && symbol !== '' ? (quantity < 0 ? 'transfer_out' : 'transfer_in') : amount < 0 ? 'withdrawal' : 'deposit';
    case 'interest-by-sign':
      return amount < 0 ? 'margin_interest' : 'interest';
    default:
      return meaning;
  }
}

/** Bonds print their price per 100 of par: then units x price / 100 meets the cash. */
function isPercentOfPar(quantity: number, price: number, amount: number): boolean {
  const paid = Math.abs(amount);
  const perHundred = (Math.abs(quantity) / 1e8) * (price / 1e8);
  return paid > 0 && Math.abs(perHundred - paid) <= paid * 0.03 && Math.abs(perHundred * 100 - paid) > paid * 0.5;
}

/** Books a printed row by the rules all brokers share; reports what is missing. Returns the index or -1. */
export function postRow(book: Book, line: number, r: PrintedRow): number {
  if (book.malformedCell !== null) {
    book.badNumber(line);
    return -1;
  }
  if (r.meaning === 'ignore') {
    book.ignore(line, 'row without a transaction');
    return -1;
  }
  const printed = r.quantity ?? 0;
  let type = resolveMeaning(r.meaning, r.symbol, printed, r.amount ?? 0);
  const option = r.option ?? null;
  if (option) type = optionType(type);
  const family = TRANSACTION_FAMILIES[type];
  const trade = NEEDS_CASH.has(type);
  if (trade && (printed === 0 || (r.symbol === '' && !option))) {
    book.missing(line, printed === 0 ? 'quantity' : 'symbol');
    return -1;
  }
  if (trade && r.amount === null) {
    book.missing(line, 'amount');
    return -1;
  }
  const cashOnly = family === 'income' || family === 'cost' || family === 'cash_move' || family === 'basis' || family === 'other';
  if (cashOnly && type !== 'reward' && r.amount === null) {
    book.missing(line, 'amount');
    return -1;
  }
  if (type === 'spin_off' && printed === 0) {
    book.missing(line, 'quantity');
    return -1;
  }
  const movesUnits = !cashOnly || type === 'reward';
  const quantity = movesUnits ? signedUnits(type, printed) : 0;
  const unitsOnly = quantity !== 0 && (family === 'share_move' || family === 'corporate' || type.startsWith('option_') || type === 'reward');
  const cash = r.amount ?? 0;
  const flags = r.flags ? [...r.flags] : [];
  if (NO_BASIS.has(type) && quantity !== 0) flags.push('no_cost_basis');
  if (type === 'split' && quantity > 0 && !r.linksTo) flags.push('quantity_is_shares_added');
  // Mergers and redemptions are the corporate rows where units and real cash share a line.
  const keepsCash = r.keepAmount === true || type === 'merger' || type === 'redemption' || type === 'cash_in_lieu';
  if (unitsOnly && !keepsCash && cash !== 0 && type !== 'reward') flags.push('amount_is_market_value');
  const showsPrice = r.keepPrice || (movesUnits && ((trade && type !== 'reinvest') || (r.price !== 0 && type !== 'split')));
  const price = r.price !== null && showsPrice ? Math.abs(r.price) : null;
  if (!option && (trade || type === 'redemption') && price !== null && r.priceCurrency === undefined && isPercentOfPar(quantity, price, cash)) flags.push('price_is_percent_of_par');
  const draft = {
    date: r.date,
    type,
    symbol: r.symbol,
    quantity,
    price,
    fees: r.fees,
    amount: unitsOnly && !keepsCash ? 0 : cash,
    marketValue: unitsOnly && !keepsCash ? cash : null,
    description: collapse(r.description),
    rawType: r.rawType,
    flags,
    option,
    ...(r.account === undefined ? {} : { account: r.account }),
    ...(r.currency === undefined ? {} : { currency: r.currency }),
    ...(r.priceCurrency === undefined ? {} : { priceCurrency: r.priceCurrency }),
    settleDate: r.settleDate ?? null,
    postedDate: r.postedDate ?? null,
    id: r.id ?? '',
    ratio: r.ratio ?? '',
    accruedInterest: r.accruedInterest ?? null,
    taxWithheld: r.taxWithheld ?? null,
    linksTo: r.linksTo ?? '',
  };
  if (type.startsWith('option_')) return book.addPending(line, draft, 'closes-position');
  if (option && r.openOrClose) return book.addPending(line, draft, 'open-or-close');
  return book.add(line, draft);
}

/** Plain trade words on an option are option trades; which of open and close is settled later. */
function optionType(type: TransactionType): TransactionType {
  if (type === 'buy') return 'buy_to_open';
  if (type === 'sell') return 'sell_to_close';
  if (type === 'sell_short') return 'sell_to_open';
  if (type === 'buy_to_cover') return 'buy_to_close';
  return type;
}
