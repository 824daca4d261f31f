import { z } from 'zod';
import { KeepfolioError } from '../core/errors.ts';
import { parseIsoDate } from '../core/iso-date.ts';
import { eachBlock, packRows } from '../domain/ledger/packed-rows.ts';
import { TRANSACTION_FAMILIES, type Transaction } from '../domain/ledger/transaction.ts';
import { batchInfo, type ImportBatch } from './ledger-repository.ts';

/** Everything a person would miss: the ledger as imported and the choices made about it. */
export interface Backup {
  readonly format: 'keepfolio-backup';
  readonly formatVersion: 1;
  /** ISO instant. */
  readonly written: string;
  readonly batches: readonly ImportBatch[];
  readonly settings: Readonly<Record<string, unknown>>;
  readonly mappings: Readonly<Record<string, unknown>>;
}

const whole = z.number().refine(Number.isSafeInteger, 'must be a whole number');
const date = z.string().refine((text) => parseIsoDate(text) !== null, 'must be a date like 2026-01-31');
const option = z.object({
  underlying: z.string(),
  expiry: date,
  right: z.enum(['C', 'P']),
  strike: whole,
  multiplier: z.number(),
});
const transaction = z.object({
  file: z.string(),
  lines: z.array(whole),
  date,
  type: z.string().refine((type) => type in TRANSACTION_FAMILIES, 'is not a known kind of transaction'),
  symbol: z.string().nullable(),
  quantity: whole,
  price: whole.nullable(),
  fees: whole,
  amount: whole,
  currency: z.string(),
  priceCurrency: z.string().optional(),
  account: z.string().nullable(),
  description: z.string(),
  rawType: z.string(),
  flags: z.array(z.string()),
  option: option.optional(),
  linksTo: z.string().optional(),
  settleDate: date.optional(),
  postedDate: date.optional(),
  id: z.string().optional(),
  ratio: z.string().optional(),
  accruedInterest: whole.optional(),
  taxWithheld: whole.optional(),
  marketValue: whole.optional(),
});
const backup = z.object({
  format: z.literal('keepfolio-backup'),
  formatVersion: z.literal(1),
  written: z.string(),
  batches: z.array(
    z.object({
      id: z.string().min(1),
      at: z.string(),
      files: z.array(z.object({ name: z.string(), broker: z.string() })),
      transactions: z.array(transaction),
    }),
  ),
  settings: z.record(z.string(), z.unknown()),
  mappings: z.record(z.string(), z.unknown()),
});

/** The backup as JSON text, in parts: a long ledger is never one string. */
export function* backupParts(content: Omit<Backup, 'format' | 'formatVersion'>): Generator<string> {
  yield `{"format":"keepfolio-backup","formatVersion":1,"written":${JSON.stringify(content.written)},"batches":[`;
  for (const [i, batch] of content.batches.entries()) {
    const { rows: _count, ...info } = batchInfo(batch);
    yield `${i === 0 ? '' : ','}${JSON.stringify(info).slice(0, -1)},"transactions":[`;
    let separator = '';
    for (const rows of eachBlock(batch.rows)) {
      yield separator + rows.map((row) => JSON.stringify(row)).join(',');
      separator = ',';
    }
    yield ']}';
  }
  const { settings, mappings } = content;
  yield `],"settings":${JSON.stringify(settings)},"mappings":${JSON.stringify(mappings)}}`;
}

/**
 * Reads a backup file, checking every field.
 * @throws KeepfolioError "not-a-backup" naming the first thing that is wrong; nothing is changed then
 */
export function readBackup(text: string): Backup {
  const hint = 'Choose a file that Keepfolio wrote with "Save a backup". Your data here is unchanged.';
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new KeepfolioError('not-a-backup', 'This file is not a Keepfolio backup: it is not JSON.', hint);
  }
  const read = backup.safeParse(json);
  if (!read.success) {
    const issue = read.error.issues[0];
    const where = issue?.path.join('.') || 'the file';
    throw new KeepfolioError(
      'not-a-backup',
      `This file is not a whole Keepfolio backup: ${where}: ${issue?.message ?? 'unreadable'}.`,
      hint,
    );
  }
  return {
    ...read.data,
    batches: read.data.batches.map(({ transactions, ...batch }) => ({
      ...batch,
      // the schema above is the brand's constructor here
      rows: packRows(transactions as unknown as readonly Transaction[]),
    })),
  };
}
