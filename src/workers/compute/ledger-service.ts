import { cents, type Cents } from '../../core/money.ts';
import type { IsoDate } from '../../core/iso-date.ts';
import { quantity, quantityToText } from '../../core/quantity.ts';
import type { Ledger, WashSale } from '../../domain/ledger/ledger.ts';
import { csv8949, csvOfGains, txf } from '../../domain/tax/exports.ts';
import { form8949 } from '../../domain/tax/form-8949.ts';
import { yearInputOf } from '../../domain/tax/ledger-year.ts';
import { yearTax } from '../../domain/tax/year-tax.ts';
import type {
  BasisMissingView,
  LedgerView,
  TaxProfile,
  TaxYearView,
  Transaction,
  WashSaleView,
  YearTotals,
} from '../contracts/views.ts';

function washView(w: WashSale): WashSaleView {
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

/** A folded ledger as the screens show it. */
export function ledgerView(ledger: Ledger, transactions: readonly Transaction[]): LedgerView {
  const cash: Record<string, number> = {};
  for (const c of ledger.cash) cash[c.currency] = (cash[c.currency] ?? 0) + c.amount;
  const dates = transactions.map((t) => t.date).toSorted();
  const accounts = new Set(
    [...ledger.openLots, ...ledger.realized, ...ledger.cash].map((row) => row.account),
  );
  return {
    openLots: ledger.openLots,
    realized: ledger.realized,
    byYear: yearTotals(ledger),
    washSales: ledger.washSales.map(washView),
    noBuyUntil: ledger.noBuyUntil,
    doNotHarvest: ledger.doNotHarvest.map(({ symbol, lotId, account, until }) => ({
      symbol,
      lotId,
      account,
      until,
    })),
    basisMissing: basisMissing(ledger),
    cash: Object.fromEntries(Object.entries(cash).map(([currency, sum]) => [currency, cents(sum)])),
    accounts: [...accounts].toSorted(),
    findings: ledger.findings,
    firstDate: dates[0] ?? null,
    lastDate: dates.at(-1) ?? null,
  };
}

/** The tax of one year; `total` is what the investments cause: the year with them minus the year without. */
export function taxYearView(ledger: Ledger, profile: TaxProfile): TaxYearView {
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
    form8949: form8949(ledger.realized, { year: profile.year }).map(
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
    ),
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
