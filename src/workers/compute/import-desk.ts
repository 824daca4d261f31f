import { KeepfolioError } from '../../core/errors.ts';
import {
  eachBlock,
  joinRows,
  NO_ROWS,
  packSteps,
  rowsBetween,
  unpackRows,
  type PackedRows,
} from '../../domain/ledger/packed-rows.ts';
import type { Transaction } from '../../domain/ledger/transaction.ts';
import { importFileAsync } from '../../importers/import-async.ts';
import type { ImportOptions } from '../../importers/import-file.ts';
import { mergeTransactions } from '../../importers/merge.ts';
import type { ImportResult } from '../../importers/result-types.ts';
import type { ImportView, MappingRequestView, MergeView, PositionView } from '../contracts/import-views.ts';
import type { PageRequest } from '../contracts/parts.ts';
import { comparison, inSlices, partOf, rangeOf, type Job, type SortKeys } from './slices.ts';

/** The fields the mapping screen offers, in its order. */
const FIELDS: MappingRequestView['fields'] = [
  { field: 'date', label: 'Date', required: true },
  { field: 'type', label: 'Action', required: true },
  { field: 'symbol', label: 'Symbol', required: true },
  { field: 'quantity', label: 'Quantity', required: true },
  { field: 'price', label: 'Price per unit', required: false },
  { field: 'amount', label: 'Amount', required: false },
  { field: 'fee', label: 'Fees', required: false },
  { field: 'currency', label: 'Currency', required: false },
  { field: 'account', label: 'Account', required: false },
  { field: 'description', label: 'Description', required: false },
  { field: 'settle_date', label: 'Settlement date', required: false },
  { field: 'id', label: "Broker's own id", required: false },
];

/** First findings, reasons and lines that the review shows. */
const SHOWN = { problems: 200, reasons: 60, lines: 12 } as const;

const SORT_KEYS: SortKeys<Transaction> = {
  date: (t) => t.date,
  type: (t) => t.type,
  symbol: (t) => t.symbol ?? '',
  amount: (t) => t.amount,
};

const positionView = ({
  account,
  symbol,
  quantity,
  price,
  basis,
}: ImportResult['positions'][number]): PositionView => ({ account, symbol, quantity, price, basis });

/** The rows of a read file, and what is asked about them later. */
interface WaitingFile {
  readonly name: string;
  readonly broker: string;
  readonly rows: PackedRows;
  sorted: { readonly by: string; readonly rows: PackedRows } | null;
}

function* sortSteps(rows: PackedRows, compare: (a: Transaction, b: Transaction) => number) {
  const all: Transaction[] = [];
  for (const block of eachBlock(rows)) {
    for (const row of block) all.push(row);
    yield;
  }
  return yield* packSteps(all.toSorted(compare));
}

function viewOf(id: string, r: ImportResult): ImportView {
  const { id: format, broker, confidence, reason } = r.format;
  return {
    id,
    file: r.file,
    format: { id: format, broker, confidence, reason },
    encoding: r.encoding,
    rows: partOf(r.transactions),
    withoutBasis: r.transactions.reduce((n, t) => n + (t.flags.includes('no_cost_basis') ? 1 : 0), 0),
    problems: partOf(r.problems, SHOWN.problems),
    ignoredLines: r.ignored.reduce((n, g) => n + g.lines.length, 0),
    ignored: r.ignored
      .slice(0, SHOWN.reasons)
      .map(({ lines, why }) => ({ lines: partOf(lines, SHOWN.lines), why })),
    positions: r.positions.map(positionView),
    mapping: r.needsMapping && { ...r.needsMapping, fields: FIELDS },
  };
}

interface Merged {
  readonly ids: readonly string[];
  readonly added: PackedRows;
  readonly duplicates: PackedRows;
}

/** Files that were read and wait to be added: their rows are kept here, packed. */
export class ImportDesk {
  private readonly files = new Map<string, WaitingFile>();
  private merged: Merged | null = null;
  private nextId = 1;

  /** Reads one file. @throws KeepfolioError when it is no file of trades at all, or "cancelled" */
  async read(name: string, content: Blob, options: ImportOptions, job: Job): Promise<ImportView> {
    job.progress({ stage: 'Opening the file', fraction: null });
    const bytes = new Uint8Array(await content.arrayBuffer());
    const result = await importFileAsync({ name, bytes }, { ...options, isCancelled: job.isCancelled });
    const rows = await inSlices(packSteps(result.transactions), job);
    const id = `file-${this.nextId++}`;
    this.files.set(id, { name, broker: result.format.broker, rows, sorted: null });
    return viewOf(id, result);
  }

  private file(id: string): WaitingFile {
    const file = this.files.get(id);
    if (!file) throw new KeepfolioError('file-gone', 'This file is no longer held.', 'Drop it again.');
    return file;
  }

  /** Rows of a waiting file. */
  async page(id: string, request: PageRequest, job: Job): Promise<readonly Transaction[]> {
    const file = this.file(id);
    const { from, count } = rangeOf(request);
    const compare = comparison(SORT_KEYS, request.sort);
    if (!compare) return rowsBetween(file.rows, from, count);
    const by = JSON.stringify(request.sort);
    if (file.sorted?.by !== by)
      file.sorted = { by, rows: await inSlices(sortSteps(file.rows, compare), job) };
    return rowsBetween(file.sorted.rows, from, count);
  }

  drop(ids: readonly string[]): void {
    for (const id of ids) this.files.delete(id);
    this.merged = null;
  }

  /** File after file, so that rows two files share are counted once. */
  async merge(existing: PackedRows, ids: readonly string[], job: Job): Promise<MergeView> {
    this.merged = null;
    const files = ids.map((id) => this.file(id)).filter((f) => f.rows.length > 0);
    const first = files[0];
    const merged =
      existing.length === 0 && first && files.length === 1
        ? { added: first.rows, duplicates: NO_ROWS }
        : await inSlices(mergeSteps(existing, files), job, () =>
            job.progress({ stage: 'Looking for rows you have already', fraction: null }),
          );
    this.merged = { ids, ...merged };
    const { added, duplicates } = this.merged;
    return {
      added: added.length,
      duplicates: { total: duplicates.length, rows: rowsBetween(duplicates, 0, rangeOf(ALL).count) },
    };
  }

  duplicates(request: PageRequest): readonly Transaction[] {
    const { from, count } = rangeOf(request);
    return rowsBetween(this.merged?.duplicates ?? NO_ROWS, from, count);
  }

  /** What the last merge adds, and the files it came from. @throws KeepfolioError when nothing was merged */
  outcome(addAnyway: readonly number[] | 'all' = []): {
    readonly rows: PackedRows;
    readonly files: readonly { readonly name: string; readonly broker: string }[];
  } {
    const { merged } = this;
    if (!merged)
      throw new KeepfolioError('nothing-reviewed', 'There is nothing to add.', 'Drop a file first.');
    const files = merged.ids
      .map((id) => this.file(id))
      .filter((f) => f.rows.length > 0)
      .map(({ name, broker }) => ({ name, broker }));
    return { rows: joinRows([merged.added, chosen(merged.duplicates, addAnyway)]), files };
  }
}

const ALL: PageRequest = { from: 0, count: Number.MAX_SAFE_INTEGER };

function chosen(duplicates: PackedRows, addAnyway: readonly number[] | 'all'): PackedRows {
  if (addAnyway === 'all') return duplicates;
  if (addAnyway.length === 0) return NO_ROWS;
  const wanted = new Set(addAnyway);
  const steps = packSteps(unpackRows(duplicates).filter((_, i) => wanted.has(i)));
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

function* mergeSteps(
  existing: PackedRows,
  files: readonly WaitingFile[],
): Generator<unknown, { added: PackedRows; duplicates: PackedRows }> {
  let merged: readonly Transaction[] = unpackRows(existing);
  yield;
  const added: PackedRows[] = [];
  const duplicates: PackedRows[] = [];
  for (const file of files) {
    const incoming = unpackRows(file.rows);
    yield;
    const one = mergeTransactions(merged, incoming);
    yield;
    // A file of which nothing is known stays as it is packed.
    added.push(one.duplicates.length === 0 ? file.rows : yield* packSteps(one.added));
    duplicates.push(yield* packSteps(one.duplicates));
    merged = one.merged;
  }
  return { added: joinRows(added), duplicates: joinRows(duplicates) };
}
