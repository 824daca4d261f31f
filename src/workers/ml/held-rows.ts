import { KeepfolioError } from '../../core/errors.ts';
import type { Ledger } from '../../domain/ledger/ledger.ts';
import { rowsOfFile, unpackRows, type PackedRows } from '../../domain/ledger/packed-rows.ts';
import type { Transaction } from '../../domain/ledger/transaction.ts';
import { ledgerSteps, type LedgerOptions } from '../../engine/ledger.ts';
import { inSlices, type Job } from '../compute/slices.ts';

/** A fold's caller. */
interface FoldJob extends Pick<Job, 'isCancelled'> {
  /** Called when the rows must be folded, before it begins. */
  readonly onFold?: () => void;
}

/** The ledger's rows in the models' worker. */
export interface HeldRows {
  load(content: Blob): Promise<void>;
  /** All rows as objects, to be let go after use. @throws KeepfolioError "no-ledger" before one was loaded */
  transactions(): readonly Transaction[];
  /** The rows folded; the last fold is kept, because a slider asks for one plan after the other. */
  ledger(options: LedgerOptions, job: FoldJob): Promise<Ledger>;
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
      job.onFold?.();
      const folded = rows;
      const { ledger } = await inSlices(ledgerSteps(transactions(), options), job);
      // Other rows may have come between two slices: this fold is not theirs.
      if (folded === rows) last = { key, ledger };
      return ledger;
    },
  };
}
