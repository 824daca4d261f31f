import { KeepfolioError } from '../../core/errors.ts';
import { eachBlock, packSteps, type PackedRows } from '../../domain/ledger/packed-rows.ts';
import type { Transaction } from '../../domain/ledger/transaction.ts';
import { importFileAsync } from '../../importers/import-async.ts';
import {
  batchInfo,
  rowsOfBatches,
  type ImportBatch,
  type LedgerRepository,
} from '../../storage/ledger-repository.ts';
import type { LedgerSummary } from '../contracts/ledger-views.ts';
import { inSlices, oneAtATime, type Job } from './slices.ts';

/** The ledger in use. */
export interface HeldLedger {
  readonly isOwn: boolean;
  readonly batches: readonly ImportBatch[];
  readonly rows: PackedRows;
  readonly summary: LedgerSummary;
}

/** A hash of what happened, and the symbols it happened to; block by block. */
function* readFacts(
  rows: PackedRows,
): Generator<void, { readonly fingerprint: string; readonly symbols: readonly string[] }> {
  const symbols = new Set<string>();
  let hash = 2166136261;
  const add = (part: string): void => {
    for (let i = 0; i < part.length; i++) hash = Math.imul(hash ^ part.charCodeAt(i), 16777619);
  };
  for (const block of eachBlock(rows)) {
    for (const t of block) {
      add(t.date);
      add(t.type);
      add(t.symbol ?? '');
      add(String(t.quantity));
      add(String(t.amount));
      if (t.symbol !== null) symbols.add(t.symbol);
    }
    yield;
  }
  return { fingerprint: `${rows.length}:${(hash >>> 0).toString(16)}`, symbols: [...symbols] };
}

const NEVER: Pick<Job, 'isCancelled'> = { isCancelled: () => false };

/** Reads, changes and stores the ledger in use. Changes are made one after the other. */
export class LedgerKeeper {
  private held: HeldLedger | null = null;
  private readonly records: () => Promise<LedgerRepository | null>;
  private readonly inTurn = oneAtATime();

  constructor(records: () => Promise<LedgerRepository | null>) {
    this.records = records;
  }

  /** @throws KeepfolioError "no-ledger" before one was opened */
  get current(): HeldLedger {
    if (!this.held)
      throw new KeepfolioError(
        'no-ledger',
        'No ledger is open.',
        'Reload the page. Your saved data is safe.',
      );
    return this.held;
  }

  private async hold(
    isOwn: boolean,
    version: number,
    batches: readonly ImportBatch[],
    job: Pick<Job, 'isCancelled'>,
  ): Promise<LedgerSummary> {
    const rows = rowsOfBatches(batches);
    const facts = await inSlices(readFacts(rows), job);
    const summary: LedgerSummary = {
      key: crypto.randomUUID(),
      version,
      batches: batches.map(batchInfo),
      rows: rows.length,
      ...facts,
    };
    this.held = { isOwn, batches, rows, summary };
    return summary;
  }

  openOwn(job: Job): Promise<LedgerSummary> {
    return this.inTurn(async () => {
      const saved = (await (await this.records())?.load()) ?? { version: 0, batches: [] };
      return this.hold(true, saved.version, saved.batches, job);
    });
  }

  openSample(
    id: string,
    at: string,
    files: readonly { readonly name: string; readonly content: Blob }[],
    job: Job,
  ): Promise<LedgerSummary> {
    return this.inTurn(async () => {
      const read: { name: string; broker: string }[] = [];
      const rows: Transaction[] = [];
      for (const { name, content } of files) {
        const bytes = new Uint8Array(await content.arrayBuffer());
        const result = await importFileAsync(
          { name, bytes },
          {
            isCancelled: job.isCancelled,
            onProgress: (fraction) => job.progress({ stage: 'Reading rows', fraction }),
          },
        );
        for (const row of result.transactions) rows.push(row);
        read.push({ name, broker: result.format.broker });
      }
      const batch = { id, at, files: read, rows: await inSlices(packSteps(rows), job) };
      return this.hold(false, 0, [batch], job);
    });
  }

  /** Writes a change of the person's own ledger first, then holds it. @throws KeepfolioError "stale-tab" */
  private async change(
    write: (records: LedgerRepository, version: number) => Promise<number>,
    batches: readonly ImportBatch[],
  ): Promise<LedgerSummary> {
    const { isOwn, summary } = this.current;
    if (!isOwn) throw new KeepfolioError('not-own', 'A sample client’s ledger is not changed.');
    const records = await this.records();
    const version = records ? await write(records, summary.version) : 0;
    return this.hold(true, version, batches, NEVER);
  }

  add(batch: ImportBatch): Promise<LedgerSummary> {
    return this.inTurn(() =>
      this.change((records, version) => records.add(version, batch), [...this.current.batches, batch]),
    );
  }

  remove(id: string): Promise<LedgerSummary> {
    return this.inTurn(() =>
      this.change(
        (records, version) => records.remove(version, id),
        this.current.batches.filter((b) => b.id !== id),
      ),
    );
  }

  replace(batches: readonly ImportBatch[]): Promise<LedgerSummary> {
    return this.inTurn(() => this.change((records, version) => records.replace(version, batches), batches));
  }
}
