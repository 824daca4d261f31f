/** Ledgers from several sources at once: brokers' files and documents in the worked-case format, one fold over all. */
import type { IsoDate } from '../core/iso-date.ts';
import { KeepfolioError } from '../core/errors.ts';
import { foldEvents } from '../domain/ledger/book.ts';
import type { Book } from '../domain/ledger/book-state.ts';
import { readLedgerDocument, type LedgerDocument } from '../domain/ledger/case-format.ts';
import type { LedgerEvent } from '../domain/ledger/events.ts';
import type { Ledger } from '../domain/ledger/ledger.ts';
import { readLedger } from '../domain/ledger/ledger.ts';
import type { Finding, Transaction } from '../domain/ledger/transaction.ts';
import { importFile } from '../importers/import-file.ts';
import { mergeTransactions } from '../importers/merge.ts';
import { buildLedgerWithBook, prepareLedger, type LedgerOptions } from './ledger.ts';

export interface LedgerSources {
  readonly documents: readonly LedgerDocument[];
  readonly transactions: readonly Transaction[];
  /** Rows that could not be read. */
  readonly problems: readonly Finding[];
  readonly accountOfFile: Readonly<Record<string, string>>;
}

/** A JSON file in the worked-case format; null when it is something else (rows of the normalised schema, or no JSON). */
function caseDocument(bytes: Uint8Array): LedgerDocument | null {
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return null;
  }
  if (typeof json !== 'object' || json === null || !('transactions' in json)) return null;
  const first: unknown = Array.isArray(json.transactions) ? json.transactions[0] : undefined;
  const isNormalised = typeof first === 'object' && first !== null && 'lines' in first;
  return isNormalised ? null : readLedgerDocument(json);
}

/**
 * Reads files of either kind. Rows without an account get the broker's name as account, so that two exports of one
 * broker meet and two brokers stay apart.
 * @throws KeepfolioError "nothing-to-read" when no file holds a transaction
 */
export function readSources(
  files: readonly { readonly name: string; readonly bytes: Uint8Array }[],
): LedgerSources {
  const documents: LedgerDocument[] = [];
  let transactions: readonly Transaction[] = [];
  const problems: Finding[] = [];
  const accountOfFile: Record<string, string> = {};
  for (const file of files) {
    const document = caseDocument(file.bytes);
    if (document) {
      documents.push(document);
      continue;
    }
    const result = importFile(file);
    transactions = mergeTransactions(transactions, result.transactions).merged;
    problems.push(...result.problems);
    accountOfFile[file.name] = result.format.broker || 'main';
  }
  if (transactions.length === 0 && documents.every((d) => d.events.length === 0)) {
    throw new KeepfolioError(
      'nothing-to-read',
      `no transaction found in ${files.map((f) => f.name).join(', ')}`,
      problems[0]?.message ?? 'Give a broker CSV or a JSON document with "transactions".',
    );
  }
  return { documents, transactions, problems, accountOfFile };
}

/** Folds everything together; options given by the person win over what documents say. */
export function ledgerOfSources(
  sources: LedgerSources,
  options: LedgerOptions,
): { ledger: Ledger; book: Book } {
  const withAccounts = { ...options, accountOfFile: { ...sources.accountOfFile, ...options.accountOfFile } };
  if (sources.documents.length === 0) return buildLedgerWithBook(sources.transactions, withAccounts);
  const prepared = prepareLedger(sources.transactions, withAccounts);
  const documents = sources.documents;
  const until = options.asOf;
  const events: LedgerEvent[] = [...prepared.from.events, ...documents.flatMap((d) => d.events)]
    .filter((e) => until === undefined || e.date <= until)
    .toSorted((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0));
  const method = documents.find((d) => d.method !== null)?.method ?? null;
  const book = foldEvents(withPicks(events, options), {
    ...prepared.rules,
    accounts: Object.assign({}, ...documents.map((d) => d.accounts), prepared.rules.accounts),
    securities: Object.assign({}, ...documents.map((d) => d.securities), prepared.rules.securities),
    identicalGroups: [...documents.flatMap((d) => d.identicalGroups), ...prepared.rules.identicalGroups],
    methods: options.method === undefined && method !== null ? [{ method }] : prepared.rules.methods,
  });
  const last = events[events.length - 1]?.date ?? ('1970-01-01' as IsoDate);
  return { book, ledger: { ...readLedger(book, until ?? last), ...prepared.finish(book) } };
}

/** Lots named from outside reach the documents' sales too. */
function withPicks(events: readonly LedgerEvent[], options: LedgerOptions): readonly LedgerEvent[] {
  const picks = options.selections;
  if (!picks) return events;
  return events.map((e) => {
    const lots = e.type === 'sell' ? picks[e.id] : undefined;
    return e.type === 'sell' && lots ? { ...e, lots } : e;
  });
}
