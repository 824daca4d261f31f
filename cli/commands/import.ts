import { basename } from 'node:path';
import { dollars } from '../../src/core/money.ts';
import { quantityToNumber, unitPriceToNumber } from '../../src/core/quantity.ts';
import type { Transaction } from '../../src/domain/ledger/transaction.ts';
import { importFile } from '../../src/importers/import-file.ts';
import { mergeTransactions } from '../../src/importers/merge.ts';
import { UsageError, readArgs, type Command } from '../command.ts';
import { readInput } from '../read-input.ts';

/** A transaction in the layout of the headless contract: dollars, decimals, snake_case, absent fields left out. */
export function transactionJson(t: Transaction): Record<string, unknown> {
  return {
    file: t.file,
    lines: t.lines,
    date: t.date,
    type: t.type,
    symbol: t.symbol,
    quantity: quantityToNumber(t.quantity),
    price: t.price === null ? null : unitPriceToNumber(t.price),
    fees: dollars(t.fees),
    amount: dollars(t.amount),
    currency: t.currency,
    account: t.account,
    description: t.description,
    raw_type: t.rawType,
    ...(t.flags.length > 0 ? { flags: t.flags } : {}),
    ...(t.option ? { option: { ...t.option, strike: unitPriceToNumber(t.option.strike) } } : {}),
    ...(t.priceCurrency === undefined ? {} : { price_currency: t.priceCurrency }),
    ...(t.linksTo === undefined ? {} : { links_to: t.linksTo }),
    ...(t.settleDate === undefined ? {} : { settle_date: t.settleDate }),
    ...(t.postedDate === undefined ? {} : { posted_date: t.postedDate }),
    ...(t.id === undefined ? {} : { id: t.id }),
    ...(t.ratio === undefined ? {} : { ratio: t.ratio }),
    ...(t.accruedInterest === undefined ? {} : { accrued_interest: dollars(t.accruedInterest) }),
    ...(t.taxWithheld === undefined ? {} : { tax_withheld: dollars(t.taxWithheld) }),
    ...(t.marketValue === undefined ? {} : { market_value: dollars(t.marketValue) }),
  };
}

const ACCOUNT_TYPES = ['taxable', 'ira', 'roth'];

export const command: Command = {
  usage:
    'keepfolio import FILE… [--broker ID] [--account-type taxable|ira|roth]\n' +
    '  Recognises each file by its content and prints its transactions, problems and ignored lines.',
  async run(args) {
    const { values, positionals } = readArgs(args, {
      broker: { type: 'string' },
      'account-type': { type: 'string' },
    });
    if (positionals.length === 0) throw new UsageError('import: name at least one file');
    const accountType = values['account-type'];
    if (accountType !== undefined && !ACCOUNT_TYPES.includes(accountType))
      throw new UsageError(`--account-type: one of ${ACCOUNT_TYPES.join(', ')}`);
    const results = [];
    for (const path of positionals) {
      const bytes = await readInput(path);
      results.push(
        importFile(
          { name: basename(path), bytes },
          values.broker === undefined ? {} : { brokerId: values.broker },
        ),
      );
    }
    let merged: readonly Transaction[] = [];
    let duplicates = 0;
    for (const r of results) {
      const m =
        merged.length === 0
          ? { merged: r.transactions, duplicates: [] }
          : mergeTransactions(merged, r.transactions);
      merged = m.merged;
      duplicates += m.duplicates.length;
    }
    const [first] = results;
    const many = results.length > 1;
    return {
      format: first?.format,
      encoding: first?.encoding,
      ...(many
        ? {
            files: results.map((r) => ({
              file: r.file,
              format: r.format,
              encoding: r.encoding,
              header_lines: r.headerLines,
            })),
          }
        : { header_lines: first?.headerLines }),
      ...(accountType === undefined ? {} : { account_type: accountType }),
      transactions: merged.map(transactionJson),
      problems: results.flatMap((r) => r.problems),
      ignored: results.flatMap((r) => r.ignored.map((i) => (many ? { file: r.file, ...i } : i))),
      duplicates,
      ...(results.some((r) => r.needsMapping)
        ? { needs_mapping: results.map((r) => r.needsMapping).find((m) => m) }
        : {}),
      ...(results.some((r) => r.positions.length > 0)
        ? {
            positions: results.flatMap((r) =>
              r.positions.map((p) => ({
                file: r.file,
                line: p.line,
                account: p.account,
                symbol: p.symbol,
                quantity: quantityToNumber(p.quantity),
                price: p.price === null ? null : unitPriceToNumber(p.price),
                value: p.value === null ? null : dollars(p.value),
                basis: p.basis === null ? null : dollars(p.basis),
              })),
            ),
          }
        : {}),
    };
  },
};
