import { KeepfolioError } from '../core/errors.ts';
import type { Transaction } from '../domain/ledger/transaction.ts';
import { Book } from './book.ts';
import type { BrokerFormat } from './broker.ts';
import { importGeneric } from './generic.ts';
import { jsonTable, relineTransaction } from './json-file.ts';
import { resolvePending } from './open-positions.ts';
import { recogniseSteps, type Recognition } from './recognise.ts';
import { RecordSplitter } from './record-splitter.ts';
import { BROKERS } from './registry.ts';
import type { ColumnMapping, FormatView, ImportResult } from './result-types.ts';
import { TableEngine } from './table-engine.ts';
import { decodeChunks, slices, sniffEncoding } from './text-encoding.ts';

/** What the caller may say and hear while a file is read. */
export interface ImportOptions {
  /** Force a broker (see registry). */
  readonly brokerId?: string;
  /** The person's own reading of an unknown file. */
  readonly mapping?: ColumnMapping;
  readonly onProgress?: (fraction: number) => void;
  /** Asked between steps (see importSteps); true ends the import with KeepfolioError "cancelled". */
  readonly isCancelled?: () => boolean;
}

/** A file to read: its name (for messages only) and its bytes. */
export interface ImportInput {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** An import that is carried on step by step; each step is a few milliseconds of work, the last returns the result. */
export type ImportSteps = Generator<void, ImportResult, void>;

/** Recognition and number style are decided on the whole file up to this size, as nearly every file is, ... */
const HEAD_BYTES = 1 << 20;
/** ... and on this much of larger ones: thousands of rows. */
const LARGE_FILE_HEAD_BYTES = 1 << 18;
/** Where no table begins in the head, the search goes on this far: headers were seen deep inside statements. */
const DEEP_HEAD_BYTES = 16 << 20;

/**
 * Reads any broker's file: recognises it by content, normalises every row, reports what it does not understand.
 * Runs to its end without a pause; importFileAsync does the same with pauses.
 * @throws KeepfolioError "empty-file", "not-text", "unknown-broker", "cancelled"; never anything else for bad data.
 */
export function importFile(input: ImportInput, options: ImportOptions = {}): ImportResult {
  const steps = importSteps(input, options);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    refuseCancelled(options);
  }
}

/** The same import as an iterator, for callers that decide themselves how much work is done at a time. */
export function* importSteps(input: ImportInput, options: ImportOptions = {}): ImportSteps {
  const { name, bytes } = input;
  const encoding = sniffEncoding(name, bytes);
  const whole = bytes.length <= HEAD_BYTES;
  const head = headText(bytes, encoding, whole ? HEAD_BYTES : LARGE_FILE_HEAD_BYTES);
  if (head.trim() === '')
    throw new KeepfolioError(
      'empty-file',
      `${name} holds no rows.`,
      'Export the transaction history again and choose a longer period.',
    );
  refuseMarkup(name, head);
  const forced = forcedBroker(options.brokerId);
  if (/^\s*[{[]/.test(head)) return yield* importJson(input, encoding, options, forced);
  return yield* importTable(
    name,
    encoding,
    head,
    () => watched(bytes, encoding, options),
    options,
    forced,
    !whole ? () => headText(bytes, encoding, DEEP_HEAD_BYTES) : undefined,
  );
}

/** Ends the import when the caller has asked for it. @throws KeepfolioError "cancelled" */
export function refuseCancelled(options: ImportOptions): void {
  if (options.isCancelled?.())
    throw new KeepfolioError('cancelled', 'The import was cancelled.', 'Nothing was stored.');
}

/** JSON becomes a table first; the lines it reports are those of the JSON file. */
function* importJson(
  input: ImportInput,
  encoding: ReturnType<typeof sniffEncoding>,
  options: ImportOptions,
  forced: BrokerFormat | null,
): ImportSteps {
  const { name, bytes } = input;
  const { csv, lines } = jsonTable(name, [...watched(bytes, encoding, options)].join(''));
  yield;
  const r = yield* importTable(name, encoding, csv, () => slices(csv), options, forced);
  const real = (line: number): number => (line === 0 ? 0 : (lines[line - 2] ?? line));
  return {
    ...r,
    transactions: r.transactions.map((t) => relineTransaction(t, name, lines)),
    problems: r.problems.map((p) => ({ ...p, line: real(p.line) })),
    ignored: r.ignored.map((i) => ({ ...i, lines: i.lines.map(real) })),
    headerLines: [],
  };
}

function* importTable(
  name: string,
  encoding: string,
  head: string,
  chunks: () => Iterable<string>,
  options: ImportOptions,
  forced: BrokerFormat | null,
  deepHead?: () => string,
): ImportSteps {
  if (options.mapping) return yield* importGeneric(name, encoding, head, chunks, options.mapping);
  const candidates = forced ? [forced] : BROKERS;
  let found = yield* recogniseSteps(head, candidates);
  if (!found.broker && deepHead) found = yield* recogniseSteps(deepHead(), candidates);
  if (!found.broker) {
    if (forced)
      throw new KeepfolioError(
        'not-this-broker',
        `${name} is not a file of ${forced.name}.`,
        'Leave the broker out to have the file recognised, or map its columns by hand.',
      );
    return yield* importGeneric(name, encoding, head, chunks, undefined);
  }
  return yield* importBroker(name, encoding, found, found.broker, chunks);
}

const headText = (bytes: Uint8Array, encoding: ReturnType<typeof sniffEncoding>, size: number): string =>
  [...decodeChunks(bytes.subarray(0, size), encoding)].join('');

function forcedBroker(id: string | undefined): BrokerFormat | null {
  if (id === undefined) return null;
  const broker = BROKERS.find((b) => b.id === id);
  if (!broker)
    throw new KeepfolioError(
      'unknown-broker',
      `No importer is named "${id}".`,
      `One of: ${BROKERS.map((b) => b.id).join(', ')}.`,
    );
  return broker;
}

function refuseMarkup(name: string, head: string): void {
  const start = head.trimStart().slice(0, 200).toLowerCase();
  const kind =
    start.startsWith('<!doctype html') || start.startsWith('<html')
      ? 'a web page'
      : start.startsWith('<?xml') || start.startsWith('<flexquery')
        ? 'an XML file'
        : start.startsWith('ofxheader') || start.startsWith('<ofx')
          ? 'an OFX (Quicken) file'
          : start.startsWith('{\\rtf')
            ? 'an RTF document'
            : '';
  if (kind)
    throw new KeepfolioError(
      'not-a-table',
      `${name} is ${kind}, not a table of transactions.`,
      'Choose CSV where the broker offers the download.',
    );
}

/** Progress is told at most this often; more would only be messages. */
const PROGRESS_STEP = 0.005;

function* watched(
  bytes: Uint8Array,
  encoding: ReturnType<typeof sniffEncoding>,
  options: ImportOptions,
): Generator<string> {
  const total = Math.max(1, bytes.length);
  let done = 0;
  let told = 0;
  for (const chunk of decodeChunks(bytes, encoding)) {
    yield chunk;
    // Chunks end at line ends, so their number of characters is close to their share of the bytes.
    done = Math.min(total, done + chunk.length);
    if ((done - told) / total < PROGRESS_STEP) continue;
    told = done;
    options.onProgress?.(done / total);
  }
  options.onProgress?.(1);
}

/**
 * One reader always stays. Engines throw away the code compiled for a shape when its last object goes, and the next
 * file would be read by slow code again.
 */
const KEPT_SHAPES = {
  book: new Book(''),
  splitter: new RecordSplitter(',', () => undefined, true),
  row: null as Transaction | null,
};

function* importBroker(
  name: string,
  encoding: string,
  found: Recognition,
  broker: BrokerFormat,
  chunks: () => Iterable<string>,
): ImportSteps {
  const book = new Book(name);
  book.currency = broker.currency ?? 'USD';
  const engine = new TableEngine(book, broker, found);
  let nul = false;
  const splitter = new RecordSplitter(
    found.delimiter,
    (cells, line, torn) => {
      if (nul && cells.some((c) => c.includes('\0'))) {
        book.problem(
          line,
          'control-characters',
          'This row holds characters no text has; the file is damaged here. Download it again.',
        );
        return;
      }
      engine.record(cells, line, torn);
    },
    true,
  );
  book.rawRecord = () => splitter.raw();
  for (const chunk of chunks()) {
    nul ||= chunk.includes('\0');
    splitter.push(chunk);
    yield;
  }
  splitter.end();
  engine.end();
  yield;
  resolvePending(book);
  KEPT_SHAPES.row ??= book.transactions[0] ?? null;
  noteTie(book, found);
  return {
    file: name,
    format: formatView(book, found, broker),
    encoding,
    transactions: book.transactions,
    problems: book.problems,
    ignored: book.ignored,
    headerLines: book.headerLines,
    needsMapping: null,
    positions: book.positions,
  };
}

/** Two formats that fit equally well: the person has to say which it is. */
function noteTie(book: Book, found: Recognition): void {
  const rival = found.alternatives[0];
  if (!rival || !found.broker || rival.score < found.score) return;
  book.problem(
    0,
    'ambiguous-format',
    `This file fits ${found.broker.name} and ${rival.broker.name} equally well; it was read as ${found.broker.name}. Choose the broker if that is wrong.`,
  );
}

function formatView(book: Book, found: Recognition, broker: BrokerFormat): FormatView {
  const rows = book.understood + book.refused;
  const share = rows === 0 ? 1 : book.understood / rows;
  const confidence = Math.round(Math.min(0.99, found.score) * (0.5 + 0.5 * share) * 100) / 100;
  return {
    id: book.format || found.formatId,
    broker: broker.name,
    confidence,
    reason: `${found.reason}; ${book.understood} of ${rows} rows understood`,
    alternatives: found.alternatives.map((a) => ({
      id: a.formatId,
      broker: a.broker.name,
      confidence: Math.round(a.score * 100) / 100,
    })),
  };
}
