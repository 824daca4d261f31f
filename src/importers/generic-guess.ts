import type { TransactionType } from '../domain/ledger/transaction.ts';
import { orderEvidence, readDate } from './dates.ts';
import { FIELD_NAMES, meaningOfWord } from './generic-words.ts';
import { Columns, headerKey } from './headers.ts';
import { decimalEvidence, isNothing, readScaled } from './numbers.ts';
import { guessDelimiter, looksLikeHeader } from './recognise.ts';
import { RecordSplitter } from './record-splitter.ts';
import type { ColumnMapping, MappingRequest } from './result-types.ts';

/** What can be told about a file that no broker claims. */
export interface Guess {
  readonly delimiter: string;
  readonly headerLine: number;
  readonly headers: readonly string[];
  readonly request: MappingRequest;
  /** All that is needed is there and means one thing only. */
  readonly sure: boolean;
  readonly why: string;
  /** A symbol and a quantity, but no day: holdings, not a history. */
  readonly holdings: boolean;
}

const DISTINCT_CAP = 200;

function hash(text: string): string {
  let a = 0x811c9dc5;
  let b = 0x9747b28c;
  for (let i = 0; i < text.length; i++) {
    a = Math.imul(a ^ text.charCodeAt(i), 0x01000193) >>> 0;
    b = Math.imul(b ^ text.charCodeAt(i), 0x85ebca6b) >>> 0;
  }
  return a.toString(16).padStart(8, '0') + b.toString(16).padStart(8, '0');
}

/** Stable name of a header row: the same columns in the same order give the same name. */
export const headerFingerprint = (headers: readonly string[]): string =>
  hash(headers.map(headerKey).join('\u001f'));

interface Head {
  readonly headerLine: number;
  readonly headers: string[];
  readonly rows: string[][];
}

function readHead(head: string, delimiter: string): Head {
  const records: { cells: string[]; line: number }[] = [];
  const splitter = new RecordSplitter(delimiter, (cells, line, torn) => {
    if (!torn && cells.some((c) => c.trim() !== '')) records.push({ cells, line });
    return records.length < 5000;
  });
  splitter.push(head);
  splitter.end();
  const names = new Set(Object.values(FIELD_NAMES).flat());
  let best = -1;
  let bestScore = 0;
  records.slice(0, 100).forEach(({ cells }, i) => {
    if (!looksLikeHeader(cells)) return;
    const score = cells.filter((c) => names.has(headerKey(c))).length * 10 + Math.min(cells.length, 9);
    if (score > bestScore) [best, bestScore] = [i, score];
  });
  const header = records[best];
  const width = Math.max(1, ...records.slice(0, 100).map((r) => r.cells.length));
  const headers = header
    ? header.cells.map((c, i) => c.trim() || `Column ${i + 1}`)
    : Array.from({ length: Math.min(width, 200) }, (_, i) => `Column ${i + 1}`);
  return { headerLine: header?.line ?? 0, headers, rows: records.slice(best + 1).map((r) => r.cells) };
}

/** Header texts repeat in some files; the mapping names columns, so repeated ones get a number. */
function uniqueHeaders(headers: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return headers.map((h) => {
    const n = (seen.get(h) ?? 0) + 1;
    seen.set(h, n);
    return n === 1 ? h : `${h} (${n})`;
  });
}

function guessColumns(
  headers: readonly string[],
  rows: readonly (readonly string[])[],
): Record<string, string | null> {
  const columns = new Columns(headers);
  const out: Record<string, string | null> = {};
  const taken = new Set<number>();
  for (const [field, names] of Object.entries(FIELD_NAMES)) {
    const at = columns.find(...names.filter((n) => !taken.has(columns.find(n))));
    out[field] = at < 0 ? null : (headers[at] as string);
    if (at >= 0) taken.add(at);
  }
  // "Date" may hold something else, and a nameless column may hold days: the cells decide.
  if (out['date'] === null) {
    const sample = rows.slice(0, 50);
    const at = headers.findIndex(
      (_, i) =>
        !taken.has(i) &&
        sample.length > 0 &&
        sample.filter((r) => readDate(r[i] ?? '', 'mdy') ?? readDate(r[i] ?? '', 'dmy')).length >
          sample.length * 0.7,
    );
    if (at >= 0) out['date'] = headers[at] as string;
  }
  return out;
}

function distinctValues(
  headers: readonly string[],
  rows: readonly (readonly string[])[],
): Record<string, readonly string[]> {
  const out: Record<string, readonly string[]> = Object.create(null) as Record<string, readonly string[]>;
  headers.forEach((h, i) => {
    const seen = new Set<string>();
    for (const r of rows) {
      const v = (r[i] ?? '').trim().slice(0, 100);
      if (v !== '') seen.add(v);
      if (seen.size >= DISTINCT_CAP) break;
    }
    out[h] = [...seen];
  });
  return out;
}

/** Class meanings narrowed to one type, for the mapping screen. */
export function typeOfWord(word: string): TransactionType | '' {
  const m = meaningOfWord(word);
  switch (m) {
    case null:
    case 'ignore':
      return '';
    case 'cash':
      return /withdraw|out|paid|sent/i.test(word) ? 'withdrawal' : 'deposit';
    case 'journal':
      return 'journal_cash';
    case 'transfer':
      return 'transfer_in';
    case 'interest-by-sign':
      return 'interest';
    default:
      return m;
  }
}

/** Reads the head of an unknown file and proposes a mapping. */
export function guessMapping(head: string): Guess {
  const delimiter = guessDelimiter(head);
  const { headerLine, headers: printed, rows } = readHead(head, delimiter);
  const headers = uniqueHeaders(printed);
  const columns = guessColumns(headers, rows);
  const distinct = distinctValues(headers, rows);
  const column = (field: string): readonly string[] => {
    const i = headers.indexOf(columns[field] ?? '');
    return i < 0 ? [] : rows.map((r) => (r[i] ?? '').trim()).filter((v) => !isNothing(v));
  };
  const words = columns['type'] ? (distinct[columns['type']] ?? []) : [];
  const actions: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const w of words) actions[w] = typeOfWord(w);
  const doubts = doubtsOf(columns, words, column);
  return {
    delimiter,
    headerLine,
    headers,
    request: {
      fingerprint: headerFingerprint(headers),
      headers,
      samples: rows.slice(0, 20).map((r) => r.slice(0, 100).map((c) => c.slice(0, 200))),
      distinct,
      guess: { columns, actions },
    },
    sure: headerLine > 0 && doubts.length === 0,
    why:
      doubts.length === 0
        ? 'date, action, symbol, quantity and price columns are named and every action is known'
        : doubts.join('; '),
    holdings:
      headerLine > 0 &&
      columns['date'] === null &&
      columns['symbol'] !== null &&
      columns['quantity'] !== null,
  };
}

function doubtsOf(
  columns: ColumnMapping['columns'],
  words: readonly string[],
  column: (field: string) => readonly string[],
): string[] {
  const doubts: string[] = [];
  const has = (f: string): boolean => columns[f] !== null && columns[f] !== undefined;
  if (!has('date')) doubts.push('no date column');
  if (!has('symbol')) doubts.push('no symbol column');
  if (!has('quantity')) doubts.push('no quantity column');
  if (!has('price') && !has('amount')) doubts.push('neither a price nor an amount column');
  if (!has('type') && !column('quantity').some((q) => q.startsWith('-') || q.startsWith('(')))
    doubts.push('nothing says what is a buy and what is a sale');
  if (doubts.length > 0) return doubts;
  const strange = words.filter((w) => meaningOfWord(w) === null);
  if (strange.length > 0) doubts.push(`unknown actions: ${strange.slice(0, 5).join(', ').slice(0, 120)}`);
  const dates = column('date');
  if (dates.length === 0) doubts.push('no rows');
  const readable = dates.filter((d) => readDate(d, 'mdy') ?? readDate(d, 'dmy')).length;
  if (readable < dates.length * 0.5) doubts.push('the date column does not hold days');
  const orders = dates.map(orderEvidence);
  if (orders.some((o) => o === 0) && !orders.some((o) => o === 1 || o === -1))
    doubts.push('day and month cannot be told apart');
  for (const f of ['quantity', 'price', 'amount', 'fee'] as const) {
    const values = column(f);
    const unclear = values.some((v) => /^\D*\d{1,3}[.,]\d{3}\D*$/.test(v) && decimalEvidence(v) === 0);
    const clear = (['quantity', 'price', 'amount', 'fee'] as const).some((g) =>
      column(g).some((v) => decimalEvidence(v) !== 0),
    );
    if (unclear && !clear) doubts.push(`the decimal mark of ${f} cannot be told`);
    if (values.length > 0 && values.filter((v) => bothBad(v)).length > values.length * 0.5)
      doubts.push(`${f} does not hold numbers`);
  }
  return doubts;
}

const bothBad = (v: string): boolean => {
  const a = readScaled(v, 8, false);
  const b = readScaled(v, 8, true);
  return a !== null && a !== a && b !== null && b !== b;
};
