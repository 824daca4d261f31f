import type { IsoDate } from '../core/iso-date.ts';
import type { Cents } from '../core/money.ts';
import type { Quantity, UnitPrice } from '../core/quantity.ts';
import {
  TRANSACTION_FAMILIES,
  type OptionTerms,
  type TransactionType,
} from '../domain/ledger/transaction.ts';
import type { Book } from './book.ts';
import { NO_FLAGS, type OpenTransaction } from './draft.ts';
import { occSymbol } from './options.ts';

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
  readonly option?: OptionTerms | null | undefined;
  /** Left out or undefined: the account of the preamble. */
  readonly account?: string | null | undefined;
  readonly currency?: string | undefined;
  readonly priceCurrency?: string | undefined;
  readonly flags?: readonly string[] | undefined;
  readonly settleDate?: IsoDate | null | undefined;
  readonly postedDate?: IsoDate | null | undefined;
  readonly id?: string | undefined;
  readonly ratio?: string | undefined;
  readonly accruedInterest?: number | null | undefined;
  readonly taxWithheld?: number | null | undefined;
  readonly linksTo?: string | undefined;
  /** Keep a printed price even where units do not trade (zero on expiries, per-share dividends). */
  readonly keepPrice?: boolean | undefined;
  /** Keep printed cash on corporate rows (offsetting pairs) instead of taking it for a market value. */
  readonly keepAmount?: boolean | undefined;
  /** Buys and sells of options without "open" or "close" in their word. */
  readonly openOrClose?: boolean | undefined;
}

/** A row object that a reader fills again for each record, where one per record would be too many. */
export type ReusedRow = { -readonly [K in keyof PrintedRow]-?: PrintedRow[K] };

/** An empty row to fill. postRow keeps nothing of the object itself. */
export function reusedRow(): ReusedRow {
  return {
    date: '' as IsoDate,
    meaning: 'other',
    symbol: '',
    quantity: null,
    price: null,
    fees: null,
    amount: null,
    description: '',
    rawType: '',
    option: null,
    account: undefined,
    currency: undefined,
    priceCurrency: undefined,
    flags: undefined,
    settleDate: undefined,
    postedDate: undefined,
    id: undefined,
    ratio: undefined,
    accruedInterest: undefined,
    taxWithheld: undefined,
    linksTo: undefined,
    keepPrice: undefined,
    keepAmount: undefined,
    openOrClose: undefined,
  };
}

/** How rows of a type move units and cash. */
interface TypeRule {
  /** Sign of the units; 0 = as printed. */
  readonly direction: -1 | 0 | 1;
  /** Needs units, a security and cash. */
  readonly trade: boolean;
  readonly cashOnly: boolean;
  readonly noBasis: boolean;
  /** Where units move, printed cash is a value, not a payment. */
  readonly unitsOnly: boolean;
  readonly keepsCash: boolean;
  readonly optionEvent: boolean;
}

const IN =
  'buy buy_to_cover reinvest transfer_in spin_off stock_plan buy_to_open buy_to_close convert_in cancel_sell'.split(
    ' ',
  );
const OUT = 'sell sell_short transfer_out sell_to_open sell_to_close convert_out cancel_buy'.split(' ');
const TRADES =
  'buy sell sell_short buy_to_cover reinvest buy_to_open sell_to_open buy_to_close sell_to_close cancel_buy cancel_sell'.split(
    ' ',
  );
const CASH_FAMILIES = ['income', 'cost', 'cash_move', 'basis', 'other'];
/** Corporate rows where units and real cash share a line. */
const WITH_CASH = ['merger', 'redemption', 'cash_in_lieu'];

const ruleOf = (type: TransactionType): TypeRule => {
  const family = TRANSACTION_FAMILIES[type];
  const optionEvent = type.startsWith('option_');
  return {
    direction: IN.includes(type) ? 1 : OUT.includes(type) ? -1 : 0,
    trade: TRADES.includes(type),
    cashOnly: CASH_FAMILIES.includes(family) && type !== 'reward',
    noBasis: ['transfer_in', 'spin_off', 'stock_plan'].includes(type),
    unitsOnly: family === 'share_move' || family === 'corporate' || type === 'reward',
    keepsCash: WITH_CASH.includes(type),
    optionEvent,
  };
};

const RULES: ReadonlyMap<TransactionType, TypeRule> = new Map(
  (Object.keys(TRANSACTION_FAMILIES) as TransactionType[]).map((t) => [t, ruleOf(t)]),
);
const ruleFor = (type: TransactionType): TypeRule => RULES.get(type) as TypeRule;

/** Units with the sign that the type demands; as printed where both ways happen. */
export function signedUnits(type: TransactionType, units: number): number {
  const { direction } = ruleFor(type);
  return direction === 0 ? units : direction * Math.abs(units);
}

/** Turns a class of meanings into a type by the row's own numbers. */
export function resolveMeaning(
  meaning: Exclude<Meaning, 'ignore'>,
  symbol: string,
  quantity: number,
  amount: number,
): TransactionType {
  switch (meaning) {
    case 'cash':
      return amount < 0 ? 'withdrawal' : 'deposit';
    case 'journal':
      return quantity !== 0 && symbol !== ''
        ? quantity < 0
          ? 'transfer_out'
          : 'transfer_in'
        : 'journal_cash';
    case 'transfer':
      return quantity !== 0 && symbol !== ''
        ? quantity < 0
          ? 'transfer_out'
          : 'transfer_in'
        : amount < 0
          ? 'withdrawal'
          : 'deposit';
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
  return (
    paid > 0 && Math.abs(perHundred - paid) <= paid * 0.03 && Math.abs(perHundred * 100 - paid) > paid * 0.5
  );
}

/** What keeps a row from being booked; "" when nothing does. */
function lacks(type: TransactionType, rule: TypeRule, r: PrintedRow): string {
  if (rule.trade) {
    if (!r.quantity) return 'quantity';
    if (r.symbol === '' && !r.option) return 'symbol';
    if (r.amount === null) return 'amount';
  } else if (rule.cashOnly) {
    if (r.amount === null) return 'amount';
  } else if (type === 'reward' || type === 'cash_in_lieu' || type === 'merger' || type === 'redemption') {
    if (!r.quantity && r.amount === null) return 'quantity or amount';
  } else if (rule.unitsOnly && !r.quantity) return 'quantity';
  return '';
}

/** Flags that follow from the numbers of the row. */
function flagsOf(
  type: TransactionType,
  rule: TypeRule,
  r: PrintedRow,
  quantity: number,
  price: number | null,
  valueOnly: boolean,
): readonly string[] {
  const given = r.flags ?? NO_FLAGS;
  const bond =
    (rule.trade || type === 'redemption') &&
    price !== null &&
    !r.option &&
    r.priceCurrency === undefined &&
    isPercentOfPar(quantity, price, r.amount ?? 0);
  const noBasis = rule.noBasis && quantity !== 0;
  const added = type === 'split' && quantity > 0 && !r.linksTo;
  if (!bond && !noBasis && !added && !valueOnly) return given;
  const flags = [...given];
  if (noBasis) flags.push('no_cost_basis');
  if (added) flags.push('quantity_is_shares_added');
  if (valueOnly && type !== 'reward') flags.push('amount_is_market_value');
  if (bond) flags.push('price_is_percent_of_par');
  return flags;
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
  const option = r.option ?? null;
  let type = resolveMeaning(r.meaning, r.symbol, r.quantity ?? 0, r.amount ?? 0);
  if (option !== null) type = optionType(type);
  const rule = ruleFor(type);
  const missing = lacks(type, rule, r);
  if (missing !== '') {
    book.missing(line, missing);
    return -1;
  }
  const units = r.quantity ?? 0;
  const quantity = rule.cashOnly ? 0 : rule.direction === 0 ? units : rule.direction * Math.abs(units);
  const cash = r.amount ?? 0;
  // Units that arrive in a merger bring no cash in with them.
  const keepsCash = rule.keepsCash && !(type === 'merger' && quantity > 0 && cash > 0);
  const valueOnly = rule.unitsOnly && quantity !== 0 && !keepsCash && r.keepAmount !== true && cash !== 0;
  const showsPrice =
    r.keepPrice === true ||
    (!rule.cashOnly && ((rule.trade && type !== 'reinvest') || (r.price !== 0 && type !== 'split')));
  const price = r.price !== null && showsPrice ? Math.abs(r.price) : null;
  const symbol = book.intern(r.symbol);
  const t: OpenTransaction = {
    file: book.fileName,
    lines: [line],
    date: r.date,
    type,
    symbol: option !== null ? occSymbol(option) : symbol === '' ? null : symbol,
    quantity: (quantity || 0) as Quantity,
    price: price as UnitPrice | null,
    fees: (r.fees === null ? 0 : Math.abs(r.fees)) as Cents,
    amount: (valueOnly ? 0 : cash || 0) as Cents,
    currency:
      r.currency === undefined || r.currency === '' || r.currency === book.currency
        ? book.currency
        : book.intern(r.currency),
    account:
      r.account === undefined
        ? book.account
        : r.account === null || r.account === ''
          ? null
          : book.intern(r.account),
    description: r.description === r.symbol ? symbol : book.describe(r.description),
    rawType: book.internWord(r.rawType),
    flags: flagsOf(type, rule, r, quantity, price, valueOnly),
  };
  if (option !== null) t.option = option;
  noteRest(t, r, valueOnly ? cash : 0);
  const index = book.push(t);
  if (rule.optionEvent) book.pending.push({ index, what: 'closes-position' });
  else if (option !== null && r.openOrClose === true) book.pending.push({ index, what: 'open-or-close' });
  return index;
}

/** The fields that most rows do not have. */
function noteRest(t: OpenTransaction, r: PrintedRow, marketValue: number): void {
  if (r.priceCurrency !== undefined && r.priceCurrency !== t.currency) t.priceCurrency = r.priceCurrency;
  if (r.linksTo) t.linksTo = r.linksTo;
  if (r.settleDate) t.settleDate = r.settleDate;
  if (r.postedDate && r.postedDate !== r.date) t.postedDate = r.postedDate;
  if (r.id) t.id = r.id;
  if (r.ratio) t.ratio = r.ratio;
  if (r.accruedInterest) t.accruedInterest = r.accruedInterest as Cents;
  if (r.taxWithheld) t.taxWithheld = r.taxWithheld as Cents;
  if (marketValue !== 0) t.marketValue = marketValue as Cents;
}

/** Plain trade words on an option are option trades; which of open and close is settled later. */
function optionType(type: TransactionType): TransactionType {
  if (type === 'buy') return 'buy_to_open';
  if (type === 'sell') return 'sell_to_close';
  if (type === 'sell_short') return 'sell_to_open';
  if (type === 'buy_to_cover') return 'buy_to_close';
  return type;
}
