/** Runs worked tax cases of any kind; `expected` is never read. */
import { KeepfolioError } from '../core/errors.ts';
import { parseIsoDate, type IsoDate } from '../core/iso-date.ts';
import { mulDivRound, parseScaled } from '../core/decimal.ts';
import type { Cents } from '../core/money.ts';
import { foldEvents } from '../domain/ledger/book.ts';
import type { Book } from '../domain/ledger/book-state.ts';
import { readLedgerDocument } from '../domain/ledger/case-format.ts';
import { harvestViews, noBuyUntil } from '../domain/ledger/harvest.ts';
import { centsOf, valueMicros } from '../domain/ledger/micros.ts';
import {
  openPieces,
  realizedPieces,
  sumsByYear,
  type OpenPiece,
  type RealizedPiece,
} from '../domain/ledger/read-book.ts';
import type { FilingStatus } from '../domain/portfolio/types.ts';
import { netGains, split1256 } from '../domain/tax/netting.ts';
import { dividendWindow, testDividend } from '../domain/tax/qualified-dividend.ts';
import { coveredYear } from '../domain/tax/years/rules-for.ts';
import { yearTax } from '../domain/tax/year-tax.ts';
import { taxDocument } from './tax-document.ts';

type Fields = Readonly<Record<string, unknown>>;
const isRecord = (x: unknown): x is Fields => typeof x === 'object' && x !== null && !Array.isArray(x);

const usd = (micros: number): number => centsOf(micros) / 100;
const shares = (units: number): number => units / 1e8;

/** A realised row in the layout of the worked cases. */
export function realizedRow(r: RealizedPiece): Record<string, unknown> {
  const row: Record<string, unknown> = {
    sale: r.saleId,
    lot: r.lotId,
    symbol: r.symbol,
    account: r.account,
    quantity: shares(r.quantity),
    acquired: r.acquired ?? 'INHERITED',
    holding_from: r.holdingFrom,
    sold: r.sold,
    proceeds: usd(r.proceeds),
    cost: usd(r.cost),
    wash_disallowed: usd(r.disallowed),
    gain: usd(r.gain),
    term: r.term,
  };
  if (r.permanent > 0) row['permanently_disallowed'] = usd(r.permanent);
  if (r.disallowed > 0) row['code'] = 'W';
  if (r.kind !== 'sale') row['kind'] = r.kind;
  if (!r.isBasisKnown) row['basis_missing'] = true;
  if (r.currency !== 'USD') row['currency'] = r.currency;
  return row;
}

/** An open lot in the layout of the worked cases. */
export function openRow(o: OpenPiece): Record<string, unknown> {
  const row: Record<string, unknown> = {
    lot: o.lotId,
    symbol: o.symbol,
    account: o.account,
    quantity: shares(o.quantity),
    acquired: o.acquired ?? 'INHERITED',
    holding_from: o.holdingFrom,
    basis: o.isBasisKnown ? usd(o.basis) : null,
  };
  if (o.currency !== 'USD') row['currency'] = o.currency;
  return row;
}

/** Realised rows, open lots and years of a folded book in the layout of the worked cases. */
export function lotsResult(book: Book): Record<string, unknown> {
  const rows = realizedPieces(book);
  const byYear: Record<string, unknown> = {};
  for (const [year, s] of sumsByYear(book)) {
    byYear[String(year)] = {
      short_term: usd(s.shortTerm),
      long_term: usd(s.longTerm),
      wash_disallowed: usd(s.washDisallowed),
    };
  }
  return { realized: rows.map(realizedRow), open_lots: openPieces(book).map(openRow), by_year: byYear };
}

function foldDocument(doc: Fields, until?: IsoDate): Book {
  const d = readLedgerDocument(doc);
  const events = until === undefined ? d.events : d.events.filter((e) => e.date <= until);
  return foldEvents(events, {
    accounts: d.accounts,
    securities: d.securities,
    identicalGroups: d.identicalGroups,
    methods: d.method ? [{ method: d.method }] : [],
    view: 'law',
  });
}

const STATUSES: Readonly<Record<string, FilingStatus>> = {
  single: 'single',
  mfj: 'joint',
  joint: 'joint',
  qss: 'joint',
  mfs: 'separate',
  separate: 'separate',
  hoh: 'head',
  head: 'head',
};

function statusOf(input: Fields): FilingStatus {
  const name = String(input['filing_status'] ?? 'single').toLowerCase();
  const status = Object.hasOwn(STATUSES, name) ? STATUSES[name] : undefined;
  if (!status) throw new KeepfolioError('bad-case', `unknown filing status "${name}"`);
  return status;
}

/** Dollars to micros: finer than cents, so that sums of inputs with fractions stay exact. */
function micros(value: unknown, name: string): number {
  if (value === undefined || value === null) return 0;
  const n = typeof value === 'number' ? parseScaled(String(value), 6) : null;
  if (n === null) throw new KeepfolioError('bad-case', `${name} is not an amount`);
  return n;
}

function sumOf(value: unknown, name: string): number {
  const list = Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];
  return list.reduce((n: number, x: unknown) => n + micros(x, name), 0);
}

function netting(input: Fields): Record<string, unknown> {
  const s1256 = split1256(micros(input['section_1256_net'], 'section_1256_net'));
  const taxable = input['taxable_income'];
  // netGains works in cents; micros / 10,000 keeps the fractions.
  const n = netGains({
    status: statusOf(input),
    shortGain: (sumOf(input['st'], 'st') + s1256.short) / 1e4,
    longGain: (sumOf(input['lt'], 'lt') + s1256.long) / 1e4,
    carryoverShort: Math.abs(micros(input['st_carryover'], 'st_carryover')) / 1e4,
    carryoverLong: Math.abs(micros(input['lt_carryover'], 'lt_carryover')) / 1e4,
    ...(taxable === undefined || taxable === null
      ? {}
      : { taxableIncome: micros(taxable, 'taxable_income') / 1e4 }),
  });
  const out = (cents: number): number => usd(cents * 1e4);
  return {
    net_short_term: out(n.netShort),
    net_long_term: out(n.netLong),
    net: out(n.net),
    deduction: out(n.deduction),
    carryover_short: out(n.carryoverShort),
    carryover_long: out(n.carryoverLong),
    net_capital_gain: out(n.netCapitalGain),
  };
}

function tax(input: Fields): Record<string, unknown> {
  const cents = (name: string): Cents => centsOf(micros(input[name], name));
  const first = (...names: string[]): Cents =>
    cents(names.find((n) => input[n] !== undefined) ?? (names[0] as string));
  const deduction = input['deduction'];
  const year = Number(input['year']);
  if (!Number.isInteger(year)) throw new KeepfolioError('bad-case', 'year is missing');
  if (coveredYear(year) !== year) throw new KeepfolioError('bad-case', `no tax table for ${year}`);
  const t = yearTax({
    year,
    status: statusOf(input),
    ordinaryIncome: cents('wages'),
    interest: cents('interest'),
    ordinaryDividends: cents('ordinary_dividends'),
    qualifiedDividends: cents('qualified_dividends'),
    shortGain: centsOf(sumOf(input['st'], 'st')),
    longGain: centsOf(sumOf(input['lt'], 'lt')),
    carryoverShort: Math.abs(first('st_carryover', 'carryover_short')) as Cents,
    carryoverLong: Math.abs(first('lt_carryover', 'carryover_long')) as Cents,
    stateRate: 0,
    ...(deduction === undefined || deduction === null ? {} : { deduction: cents('deduction') }),
  });
  return taxDocument(t);
}

function dateOfField(fields: Fields, name: string): IsoDate {
  const d = typeof fields[name] === 'string' ? parseIsoDate(fields[name]) : null;
  if (!d) throw new KeepfolioError('bad-case', `${name} is not a day like 2025-03-14`);
  return d;
}

function qualifiedDividend(input: Fields): Record<string, unknown> {
  const exDate = dateOfField(input, 'ex_date');
  const isPreferred = input['preferred_over_366_days'] === true;
  const perShare = parseScaled(String(input['dividend_per_share']), 8);
  if (perShare === null) throw new KeepfolioError('bad-case', 'dividend_per_share is not a number');
  let amount = 0;
  const lots = (Array.isArray(input['lots']) ? input['lots'] : []).filter(isRecord).map((lot) => {
    const test = testDividend(
      exDate,
      {
        acquired: dateOfField(lot, 'acquired'),
        ...(typeof lot['sold'] === 'string' ? { sold: dateOfField(lot, 'sold') } : {}),
        ...(typeof lot['hedged_days'] === 'number' ? { hedgedDays: lot['hedged_days'] } : {}),
      },
      isPreferred,
    );
    const quantity = parseScaled(String(lot['quantity']), 8) ?? 0;
    if (test.isQualified) amount += valueMicros(quantity, perShare);
    return { lot: lot['lot'], days_in_window: test.daysInWindow, qualified: test.isQualified };
  });
  return { window: dividendWindow(exDate, isPreferred), lots, qualified_amount: usd(amount) };
}

function harvest(doc: Fields): Record<string, unknown> {
  const asOf = dateOfField(doc, 'as_of');
  const prices = isRecord(doc['prices']) ? doc['prices'] : {};
  const book = foldDocument(doc, asOf);
  const views = harvestViews(book, asOf, (lot) => {
    const price = typeof prices[lot.symbol] === 'number' ? parseScaled(String(prices[lot.symbol]), 8) : null;
    return price === null ? null : mulDivRound(lot.quantity, price, 1e10);
  });
  return {
    lots: views.map((v) => ({
      lot: v.lot.lotId,
      symbol: v.lot.symbol,
      account: v.lot.account,
      quantity: shares(v.lot.quantity),
      basis: v.lot.isBasisKnown ? usd(v.lot.basis) : null,
      unrealized: v.unrealized === null ? null : usd(v.unrealized),
      term_if_sold: v.termIfSold,
      shares_washed_if_sold: shares(v.sharesWashed),
      loss_disallowed_if_sold: usd(v.lossDisallowed),
      clean_from: v.cleanFrom,
    })),
    no_buy_until: Object.fromEntries(noBuyUntil(book, asOf)),
  };
}

/** The result of one worked case in the layout of its `expected`. @throws KeepfolioError on an unreadable case */
export function runTaxCase(doc: unknown): Record<string, unknown> {
  if (!isRecord(doc)) throw new KeepfolioError('bad-case', 'a case is an object');
  const input = isRecord(doc['input']) ? doc['input'] : doc;
  // lots and tlh cases keep their input at the top; both places are read.
  const merged = { ...doc, ...input };
  switch (doc['kind']) {
    case 'lots':
      return lotsResult(foldDocument(merged));
    case 'tlh':
      return harvest(merged);
    case 'netting':
      return netting(input);
    case 'tax':
      return tax(input);
    case 'qualified_dividend':
      return qualifiedDividend(input);
    default:
      throw new KeepfolioError('bad-case', `unknown kind "${String(doc['kind'])}"`);
  }
}
