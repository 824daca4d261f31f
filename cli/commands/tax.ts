import { writeFile } from 'node:fs/promises';
import { KeepfolioError } from '../../src/core/errors.ts';
import { cents } from '../../src/core/money.ts';
import type { IsoDate } from '../../src/core/iso-date.ts';
import type { FilingStatus, TaxProfile } from '../../src/domain/portfolio/types.ts';
import type { Ledger } from '../../src/domain/ledger/ledger.ts';
import { bracketLines } from '../../src/domain/tax/bracket-lines.ts';
import { csv8949, csvOfGains, txf } from '../../src/domain/tax/exports.ts';
import { form8949, scheduleD, type Form8949Row } from '../../src/domain/tax/form-8949.ts';
import { yearInputOf } from '../../src/domain/tax/ledger-year.ts';
import { yearTax, type YearTax } from '../../src/domain/tax/year-tax.ts';
import { coveredYear, LAW_DATE, rulesFor } from '../../src/domain/tax/years/rules-for.ts';
import { ledgerOfSources } from '../../src/engine/ledger-sources.ts';
import { taxDocument } from '../../src/engine/tax-document.ts';
import { readArgs, UsageError, type Command } from '../command.ts';
import {
  accountsOption,
  identicalOption,
  methodOption,
  moneyOption,
  readLedgerFiles,
} from '../ledger-input.ts';

const OPTIONS = {
  year: { type: 'string' },
  status: { type: 'string' },
  income: { type: 'string' },
  'state-rate': { type: 'string' },
  method: { type: 'string' },
  accounts: { type: 'string' },
  identical: { type: 'string', multiple: true },
  'carryover-short': { type: 'string' },
  'carryover-long': { type: 'string' },
  export: { type: 'string' },
  out: { type: 'string' },
} as const;

const STATUSES: readonly FilingStatus[] = ['single', 'joint', 'separate', 'head'];

interface Values {
  readonly year?: string | undefined;
  readonly status?: string | undefined;
  readonly income?: string | undefined;
  readonly 'state-rate'?: string | undefined;
  readonly 'carryover-short'?: string | undefined;
  readonly 'carryover-long'?: string | undefined;
}

function profileOf(values: Values): TaxProfile {
  const year = Number(values.year);
  if (!Number.isInteger(year) || year < 1900 || year > 9999)
    throw new UsageError('--year is required, like 2025');
  const status = STATUSES.find((s) => s === (values.status ?? ''));
  if (!status) throw new UsageError(`--status is required: ${STATUSES.join(', ')}`);
  if (values.income === undefined)
    throw new UsageError('--income is required: income beside investments, in dollars');
  const stateRate = Number(values['state-rate'] ?? 0);
  if (!(stateRate >= 0 && stateRate < 0.5)) throw new UsageError('--state-rate is a fraction like 0.05');
  return {
    year,
    status,
    ordinaryIncome: moneyOption('income', values.income),
    stateRate,
    carryoverShort: moneyOption('carryover-short', values['carryover-short']),
    carryoverLong: moneyOption('carryover-long', values['carryover-long']),
  };
}

const row8949 = (r: Form8949Row) => ({
  box: r.box,
  description: r.description,
  acquired: r.acquired,
  sold: r.sold,
  proceeds: r.proceeds / 100,
  basis: r.basis / 100,
  code: r.code,
  adjustment: r.adjustment / 100,
  gain: r.gain / 100,
  term: r.term,
  sale: r.saleId,
  lot: r.lotId,
});

const inDollars = (x: Readonly<Record<string, number>>): Record<string, number> =>
  Object.fromEntries(Object.entries(x).map(([k, v]) => [k, v / 100]));

const fullDocument = (t: YearTax, profile: TaxProfile) => ({
  ...taxDocument(t),
  state: t.state / 100,
  brackets: bracketLines(t, profile.year, profile.status).map((l) => ({
    kind: l.kind,
    rate: l.ratePercent / 100,
    amount: l.amount / 100,
    tax: l.tax / 100,
  })),
});

function exportText(format: string, rows: readonly Form8949Row[], ledger: Ledger, year: number): string {
  if (format === '8949') return csv8949(rows);
  if (format === 'txf') return txf(rows, ledger.asOf);
  return csvOfGains(ledger.realized.filter((r) => r.sold.startsWith(String(year))));
}

async function writeExport(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text);
  } catch (e) {
    const why = (e as NodeJS.ErrnoException).code ?? 'not writable';
    throw new KeepfolioError('file-not-written', `${path}: cannot be written (${why})`, 'Check the folder.');
  }
}

export const command: Command = {
  usage: `keepfolio tax FILE… --year Y --status single|joint|separate|head --income N [--state-rate R]
              [--method …] [--carryover-short N --carryover-long N] [--export 8949|txf|csv --out FILE]
              [--accounts NAME=ira|roth|taxable,…] [--identical A,B]…
Prints the year's netting, deductible loss, carryovers, tax by bracket, NIIT, total and the Form 8949 rows.
Dividends, interest and fund distributions of the year are taken from the files.`,
  async run(args) {
    const { values, positionals } = readArgs(args, OPTIONS);
    const profile = profileOf(values);
    const method = methodOption(values.method);
    const format = values.export;
    if (format !== undefined && !['8949', 'txf', 'csv'].includes(format)) {
      throw new UsageError(`--export is 8949, txf or csv, not "${format}"`);
    }
    if (values.out !== undefined && format === undefined) throw new UsageError('--out needs --export');
    const sources = await readLedgerFiles(positionals);
    const accounts = accountsOption(values.accounts);
    const { ledger, book } = ledgerOfSources(sources, {
      taxProfile: profile,
      identicalGroups: identicalOption(values.identical),
      ...(accounts === undefined ? {} : { accounts }),
      ...(method === undefined ? {} : { method }),
      // A December loss may be washed in January, so rows up to 30 days into the next year still count.
      asOf: `${profile.year + 1}-01-30` as IsoDate,
    });
    const input = yearInputOf(ledger, profile);
    const tax = yearTax(input);
    const isDigital = (symbol: string): boolean => book.rules.securities[symbol]?.class === 'crypto';
    const rows = form8949(ledger.realized, { year: profile.year, isDigital });
    const distributions = ledger.income[String(profile.year)]?.longGainDistributions ?? 0;
    const d = scheduleD(rows, {
      carryoverShort: profile.carryoverShort,
      carryoverLong: profile.carryoverLong,
      distributions: cents(distributions),
    });
    const out: Record<string, unknown> = {
      year: profile.year,
      status: profile.status,
      rules: { year: coveredYear(profile.year), source: rulesFor(profile.year).source, law_date: LAW_DATE },
      income: inDollars({
        ordinary: input.ordinaryIncome,
        interest: input.interest ?? 0,
        ordinary_dividends: input.ordinaryDividends ?? 0,
        qualified_dividends: input.qualifiedDividends ?? 0,
        short_gain: input.shortGain,
        long_gain: input.longGain,
      }),
      netting: inDollars({
        net_short_term: tax.netShort,
        net_long_term: tax.netLong,
        net: tax.netShort + tax.netLong,
        deduction: tax.lossDeduction,
        carryover_short: tax.carryoverShort,
        carryover_long: tax.carryoverLong,
        net_capital_gain: tax.netCapitalGain,
      }),
      tax: fullDocument(tax, profile),
      form_8949: rows.map(row8949),
      schedule_d: {
        lines: d.lines.map((l) => ({
          line: l.line,
          proceeds: l.proceeds / 100,
          basis: l.basis / 100,
          adjustment: l.adjustment / 100,
          gain: l.gain / 100,
        })),
        net_short: d.netShort / 100,
        net_long: d.netLong / 100,
        net: d.net / 100,
      },
      problems: [...sources.problems, ...ledger.findings],
    };
    if (format !== undefined) {
      const text = exportText(format, rows, ledger, profile.year);
      if (values.out !== undefined) await writeExport(values.out, text);
      out['export'] = values.out === undefined ? { format, text } : { format, file: values.out };
    }
    return out;
  },
};
