import { KeepfolioError } from '../core/errors.ts';
import { TRANSACTION_FAMILIES, type Transaction } from '../domain/ledger/transaction.ts';
import { recordLines } from './json-lines.ts';
import { LEDGER_COLUMNS } from './ledger-record.ts';

type JsonObject = Readonly<Record<string, unknown>>;

/** Array names under which exports keep their rows, surest first; "" is an array at the top. */
const ROW_KEYS = [
  'activities',
  'BrokerageTransactions',
  'transactions',
  'orders',
  'trades',
  'data',
  'items',
  'results',
] as const;

const isObject = (v: unknown): v is JsonObject => typeof v === 'object' && v !== null && !Array.isArray(v);
const isRows = (v: unknown): v is readonly JsonObject[] =>
  Array.isArray(v) && v.length > 0 && v.every(isObject);

/** A JSON export as the CSV text it would have been, and the line of each of its records. */
export interface JsonTable {
  readonly csv: string;
  /** Line in the JSON file of the record on line i + 2 of the CSV. */
  readonly lines: readonly number[];
}

/**
 * Turns a JSON export (Ghostfolio, Schwab, this program's own, or any array of flat objects) into a table.
 * @throws KeepfolioError "bad-json" when it is no JSON or holds no rows.
 */
export function jsonTable(name: string, text: string): JsonTable {
  let root: unknown;
  try {
    root = JSON.parse(text);
  } catch {
    throw new KeepfolioError(
      'bad-json',
      `${name} looks like JSON but cannot be read as such.`,
      'The file may be cut off: download it again.',
    );
  }
  const found = findRows(root);
  if (!found)
    throw new KeepfolioError(
      'bad-json',
      `${name} holds no list of transactions.`,
      'Choose the export with the transactions, as CSV where there is one.',
    );
  const records = found.rows.map(flatten).map(asLedger);
  const headers: string[] = [];
  const seen = new Set<string>();
  for (const r of records) {
    for (const k of r.keys()) {
      if (!seen.has(k) && seen.size < 200) {
        seen.add(k);
        headers.push(k);
      }
    }
  }
  const rows = records.map((r) => headers.map((h) => quoted(r.get(h) ?? '')).join(','));
  return {
    csv: `${headers.map(quoted).join(',')}\n${rows.join('\n')}\n`,
    lines: recordLines(text, found.key),
  };
}

function findRows(root: unknown): { key: string; rows: readonly JsonObject[] } | null {
  if (isRows(root)) return { key: '', rows: root };
  if (!isObject(root)) return null;
  for (const key of ROW_KEYS) {
    const v = Object.hasOwn(root, key) ? root[key] : undefined;
    if (isRows(v)) return { key, rows: v };
  }
  for (const [key, v] of Object.entries(root)) if (isRows(v)) return { key, rows: v };
  return null;
}

const quoted = (text: string): string => (/[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
const scalar = (v: unknown): string =>
  v === null || v === undefined ? '' : typeof v === 'object' ? '' : String(v);

/** One level of nesting becomes "outer_inner"; lists of plain values are joined by blanks. */
function flatten(row: JsonObject): Map<string, string> {
  const out = new Map<string, string>();
  for (const [k, v] of Object.entries(row)) {
    if (isObject(v)) for (const [inner, value] of Object.entries(v)) out.set(`${k}_${inner}`, scalar(value));
    else out.set(k, Array.isArray(v) ? v.map(scalar).join(' ') : scalar(v));
  }
  // Ghostfolio's server export keeps the ticker beside the activity.
  const profile = out.get('SymbolProfile_symbol');
  if (profile && !out.has('symbol')) out.set('symbol', profile);
  return out;
}

/** Rows in the normalised vocabulary get the columns by which the ledger's own table is recognised. */
function asLedger(row: Map<string, string>): Map<string, string> {
  const type = row.get('type') ?? '';
  if (
    !Object.hasOwn(TRANSACTION_FAMILIES, type) ||
    !row.has('date') ||
    !(row.has('amount') || row.has('fees'))
  )
    return row;
  const out = new Map<string, string>(LEDGER_COLUMNS.map((c) => [c, row.get(c) ?? '']));
  if (!out.get('source_lines')) out.set('source_lines', row.get('lines') ?? '');
  if (!out.get('source_file')) out.set('source_file', row.get('file') ?? '');
  // The ledger table takes one leading apostrophe for its own mark.
  for (const [k, v] of out) if (v.startsWith("'")) out.set(k, `'${v}`);
  return out;
}

/** Line numbers of a table made from JSON, put back to those of the JSON file. Rows of an own export keep theirs. */
export function relineTransaction(t: Transaction, file: string, lines: readonly number[]): Transaction {
  return t.file === file ? { ...t, lines: t.lines.map((l) => lines[l - 2] ?? l) } : t;
}
