import { cents, type Cents } from '../../core/money.ts';
import type { IsoDate } from '../../core/iso-date.ts';
import { quantity, quantityToText } from '../../core/quantity.ts';
import type { Ledger, WashSale } from '../../domain/ledger/ledger.ts';
import { reconcileViews, type ViewDifference } from '../../domain/ledger/reconcile.ts';
import { csv8949, csvOfGains, txf } from '../../domain/tax/exports.ts';
import { form8949 } from '../../domain/tax/form-8949.ts';
import { yearInputOf } from '../../domain/tax/ledger-year.ts';
import { yearTax } from '../../domain/tax/year-tax.ts';
import type {
  BasisMissingView,
  Form8949Row,
  HeldSum,
  LedgerSettings,
  LedgerView,
  TaxYearView,
  ViewDifferences,
  WashSaleView,
  YearTotals,
} from '../contracts/ledger-views.ts';
import type { TaxProfile } from '../../domain/portfolio/types.ts';
import type { Transaction } from '../../domain/ledger/transaction.ts';
import { PAGE_ROWS } from '../contracts/parts.ts';
import { partOf } from './slices.ts';
import { worklistOf } from './worklist.ts';

/** A wash sale and its reason. */
export function washView(w: WashSale): WashSaleView {
  const elsewhere =
    w.replacementSymbol === w.symbol ? '' : ` (${w.replacementSymbol}, held to be substantially identical)`;
  const fate = w.isPermanent
    ? 'The purchase was in a retirement account, so the loss is gone for good (Rev. Rul. 2008-5).'
    : 'The loss moved into the basis of the shares bought, and their holding period grew by that of the shares sold (IRC 1091, 1223(3)).';
  return {
    saleId: w.saleId,
    symbol: w.symbol,
    sold: w.sold,
    replacementDate: w.replacementDate,
    quantity: w.quantity,
    disallowed: w.disallowed,
    permanent: w.isPermanent,
    why: `${quantityToText(w.quantity)} shares sold at a loss on ${w.sold} were replaced by a purchase on ${w.replacementDate}${elsewhere}, within 30 days. ${fate}${w.isProvisional ? ' The 30 days are not over: more of the loss may yet be disallowed.' : ''}`,
  };
}

function yearTotals(ledger: Ledger): Record<string, YearTotals> {
  const zero = cents(0);
  const years = new Set([...Object.keys(ledger.byYear), ...Object.keys(ledger.income)]);
  return Object.fromEntries(
    [...years].toSorted().map((year) => {
      const gains = ledger.byYear[year];
      const income = ledger.income[year];
      const qualified = income?.qualifiedDividends ?? 0;
      const totals: YearTotals = {
        shortTerm: gains?.shortTerm ?? zero,
        longTerm: gains?.longTerm ?? zero,
        washDisallowed: gains?.washDisallowed ?? zero,
        dividendsQualified: cents(qualified),
        dividendsOrdinary: cents((income?.ordinaryDividends ?? 0) - qualified),
        interest: cents(income?.interest ?? 0),
      };
      return [year, totals];
    }),
  );
}

/** Open lots without a basis, once per lot. */
function basisMissing(ledger: Ledger): BasisMissingView[] {
  const lots = new Map<string, BasisMissingView>();
  for (const { lotId, symbol, account, acquired, quantity: held, basis } of ledger.openLots) {
    if (basis !== null) continue;
    const before = lots.get(lotId)?.quantity ?? 0;
    lots.set(lotId, { lotId, symbol, account, received: acquired, quantity: quantity(before + held) });
  }
  return [...lots.values()];
}

/** Notes of many lots, three at most; a wash sale among them is always told. */
function someNotes(kept: readonly string[], more: readonly string[]): readonly string[] {
  const isWash = (note: string): boolean => /wash/i.test(note);
  const fresh = more.filter((n) => kept.length < 3 || (isWash(n) && !kept.some(isWash)));
  return fresh.length === 0 ? kept : [...fresh, ...kept].slice(0, 3);
}

function heldSums(ledger: Ledger): HeldSum[] {
  const sums = new Map<string, HeldSum>();
  for (const { symbol, account, lotId, quantity: shares, basis, trail } of ledger.openLots) {
    const key = `${account}\n${symbol}\n${basis === null ? lotId : ''}`;
    const sum = sums.get(key);
    sums.set(key, {
      symbol,
      account,
      quantity: quantity((sum?.quantity ?? 0) + shares),
      basis: basis === null ? null : cents((sum?.basis ?? 0) + basis),
      trail: someNotes(sum?.trail ?? [], trail),
    });
  }
  return [...sums.values()];
}

type NoHarvestView = LedgerView['doNotHarvest'][number];

function noHarvest(ledger: Ledger): NoHarvestView[] {
  const groups = new Map<string, { lots: Set<string> } & Omit<NoHarvestView, 'lots'>>();
  for (const { symbol, lotId, account, until } of ledger.doNotHarvest) {
    const key = `${symbol}\n${account}\n${until}`;
    const group = groups.get(key);
    if (group) group.lots.add(lotId);
    else groups.set(key, { symbol, account, until, lots: new Set([lotId]) });
  }
  return [...groups.values()].map((g) => ({ ...g, lots: g.lots.size }));
}

function datesOf(transactions: readonly Transaction[]): Pick<LedgerView, 'firstDate' | 'lastDate'> {
  let firstDate: IsoDate | null = null;
  let lastDate: IsoDate | null = null;
  for (const { date } of transactions) {
    if (firstDate === null || date < firstDate) firstDate = date;
    if (lastDate === null || date > lastDate) lastDate = date;
  }
  return { firstDate, lastDate };
}

/** Findings and entries of the worklist that the screens list. */
const SHOWN = 200;

/** A folded ledger as the screens show it: sums, and the head of each long list. */
export function ledgerView(
  ledger: Ledger,
  transactions: readonly Transaction[],
  settings: Pick<LedgerSettings, 'basis' | 'accountOfFile'> = {},
): LedgerView {
  const cash: Record<string, number> = {};
  for (const c of ledger.cash) cash[c.currency] = (cash[c.currency] ?? 0) + c.amount;
  const accounts = new Set<string>();
  for (const rows of [ledger.openLots, ledger.realized, ledger.cash])
    for (const r of rows) accounts.add(r.account);
  const washesBySymbol: Record<string, number> = {};
  for (const { symbol } of ledger.washSales) washesBySymbol[symbol] = (washesBySymbol[symbol] ?? 0) + 1;
  const worklist = worklistOf({
    transactions,
    missing: basisMissing(ledger),
    findings: ledger.findings,
    settings,
  });
  return {
    sums: heldSums(ledger),
    sold: [...new Set(ledger.realized.map((r) => r.symbol))],
    held: [...new Set(ledger.openLots.map((l) => l.symbol))],
    openLots: ledger.openLots.length,
    realized: ledger.realized.length,
    byYear: yearTotals(ledger),
    washSales: {
      total: ledger.washSales.length,
      rows: ledger.washSales.slice(0, PAGE_ROWS).map(washView),
    },
    washesBySymbol,
    noBuyUntil: ledger.noBuyUntil,
    doNotHarvest: noHarvest(ledger),
    worklist: { ...partOf(worklist, SHOWN), open: worklist.filter((e) => e.answer === null).length },
    cash: Object.fromEntries(Object.entries(cash).map(([currency, sum]) => [currency, cents(sum)])),
    accounts: [...accounts].toSorted(),
    findings: partOf(ledger.findings, SHOWN),
    ...datesOf(transactions),
  };
}

/** The rows of a year's Form 8949. */
export const form8949Rows = (ledger: Ledger, year: number): Form8949Row[] =>
  form8949(ledger.realized, { year }).map(
    ({ box, description, acquired, sold, proceeds, basis, code, adjustment, gain }) => ({
      box,
      description,
      acquired,
      sold,
      proceeds,
      cost: basis,
      code,
      adjustment,
      gain,
    }),
  );

/** Rows on which the two views differ, newest first, and what they come to. */
export function viewDifferences(law: Ledger, broker: Ledger): readonly ViewDifference[] {
  return reconcileViews(law, broker).toSorted((a, b) => (a.sold > b.sold ? -1 : a.sold < b.sold ? 1 : 0));
}

/** What the page is told of all differences. */
export const differencesView = (rows: readonly ViewDifference[]): ViewDifferences => ({
  ...partOf(rows),
  sales: new Set(rows.map((r) => r.saleId)).size,
  lawMinusBroker: cents(rows.reduce((sum, r) => sum + r.lawDisallowed - r.brokerDisallowed, 0)),
});

/** The tax of one year; `total` is what the investments cause: the year with them minus the year without. */
export function taxYearView(
  ledger: Ledger,
  profile: TaxProfile,
  rows: readonly Form8949Row[] = form8949Rows(ledger, profile.year),
): TaxYearView {
  const tax = yearTax(yearInputOf(ledger, profile));
  const without = yearTax(
    yearInputOf(
      { byYear: {}, income: {} },
      { ...profile, carryoverShort: cents(0), carryoverLong: cents(0) },
    ),
  );
  const less = (a: Cents, b: Cents): Cents => cents(a - b);
  return {
    year: profile.year,
    netShort: tax.netShort,
    netLong: tax.netLong,
    deductibleLoss: tax.lossDeduction,
    carryoverShort: tax.carryoverShort,
    carryoverLong: tax.carryoverLong,
    federal: less(tax.incomeTax, without.incomeTax),
    niit: less(tax.niit, without.niit),
    state: less(tax.state, without.state),
    total: less(tax.total, without.total),
    form8949: partOf(rows),
  };
}

/** A year's rows as a file. @param today the day the TXF says it was made */
export function taxExport(
  ledger: Ledger,
  year: number,
  format: '8949' | 'txf' | 'csv',
  today: IsoDate,
): { name: string; text: string } {
  const rows = form8949(ledger.realized, { year });
  if (format === '8949') return { name: `keepfolio-8949-${year}.csv`, text: csv8949(rows) };
  if (format === 'txf') return { name: `keepfolio-${year}.txf`, text: txf(rows, today) };
  return {
    name: `keepfolio-gains-${year}.csv`,
    text: csvOfGains(ledger.realized.filter((r) => r.sold.startsWith(String(year)))),
  };
}
