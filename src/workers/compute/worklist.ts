import type { Quantity } from '../../core/quantity.ts';
import { rowIds } from '../../domain/ledger/from-transactions.ts';
import type { Finding, Transaction } from '../../domain/ledger/transaction.ts';
import type { BasisMissingView, LedgerSettings, WorklistEntry } from '../contracts/ledger-views.ts';

interface Known {
  readonly transactions: readonly Transaction[];
  readonly missing: readonly BasisMissingView[];
  readonly findings: readonly Finding[];
  readonly settings: Pick<LedgerSettings, 'basis' | 'accountOfFile'>;
}

/**
 * The basis worklist, oldest shares first: lots held without a cost, lots sold without one, and what the person
 * answered (which the ledger no longer misses). Answers about rows that were taken back are not shown.
 */
export function worklistOf({ transactions, missing, findings, settings }: Known): readonly WorklistEntry[] {
  const answers = settings.basis ?? {};
  const held = new Map(missing.map((m) => [m.lotId, m]));
  const told = findings.filter((f) => f.code === 'basis-missing').map((f) => `${f.file}:${f.line}`);
  const wanted = new Set([...held.keys(), ...told, ...Object.keys(answers)]);
  if (wanted.size === 0) return [];
  const entries: WorklistEntry[] = [];
  rowIds(transactions).forEach((lotId, i) => {
    const row = transactions[i];
    if (!row || !wanted.has(lotId) || row.symbol === null) return;
    const answer = answers[lotId] ?? null;
    const lot = held.get(lotId);
    entries.push({
      lotId,
      symbol: lot?.symbol ?? row.symbol,
      account: row.account ?? settings.accountOfFile?.[row.file] ?? 'main',
      received: row.date,
      shares: row.quantity,
      held: lot?.quantity ?? (answer ? null : (0 as Quantity)),
      answer,
    });
  });
  return entries.toSorted((a, b) => (a.received < b.received ? -1 : a.received > b.received ? 1 : 0));
}
