import { KeepfolioError } from '../../core/errors.ts';
import type { Ledger } from '../../domain/ledger/ledger.ts';
import { rowsOfFile, unpackRows, type PackedRows } from '../../domain/ledger/packed-rows.ts';
import type { Transaction } from '../../domain/ledger/transaction.ts';
import { ledgerSteps, type LedgerOptions } from '../../engine/ledger.ts';
import { inSlices, type Job } from '../compute/slices.ts';

/** The ledger's rows in the models' worker. */
export interface HeldRows {
  load(content: Blob): Promise<void>;
  /** All rows as objects, to be let go after use. @throws KeepfolioError "no-ledger" before one was loaded */
  transactions(): readonly Transaction[];
  /** The rows folded; the last fold is kept, because a slider asks for one plan after the other. */
  ledger(options: LedgerOptions, job: Pick<Job, 'isCancelled'>): Promise<Ledger>;
}

/** Holds what compute.worker packed. */
export function holdRows(): HeldRows {
  let rows: PackedRows | null = null;
  let last: { readonly key: string; readonly ledger: Ledger } | null = null;
  const transactions = (): readonly Transaction[] => {
    if (!rows)
      throw new KeepfolioError('no-ledger', 'The models have no ledger yet.', 'Wait a moment and try again.');
    return unpackRows(rows);
  };
  return {
    async load(content) {
      rows = rowsOfFile(new Uint8Array(await content.arrayBuffer()));
      last = null;
    },
    transactions,
    async ledger(options, job) {
      const key = JSON.stringify(options);
      if (last?.key === key) return last.ledger;
      const { ledger } = await inSlices(ledgerSteps(transactions(), options), job);
      last = { key, ledger };
      return ledger;
    },
  };
}
