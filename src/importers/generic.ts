import { KeepfolioError } from '../core/errors.ts';
import { TRANSACTION_FAMILIES, type TransactionType } from '../domain/ledger/transaction.ts';
import { Book } from './book.ts';
import { computedAmount } from './computed-amount.ts';
import type { BrokerFormat, RowReader } from './broker.ts';
import { meaningOfWord } from './generic-words.ts';
import { guessMapping, type Guess } from './generic-guess.ts';
import { headerKey } from './headers.ts';
import { resolvePending } from './open-positions.ts';
import { positionsTable } from './positions.ts';
import { postRow, resolveMeaning, type Meaning } from './post-row.ts';
import { FIELD_NAMES } from './generic-words.ts';
import { recogniseAs, type Recognition } from './recognise.ts';
import { RecordSplitter } from './record-splitter.ts';
import type { ColumnMapping, ImportResult } from './result-types.ts';
import { TableEngine } from './table-engine.ts';

/** A file's own word as the mapping or the common vocabulary reads it; null when neither knows it. */
function meaningBy(mapping: ColumnMapping, word: string): Meaning | null {
  const chosen = Object.hasOwn(mapping.actions, word) ? mapping.actions[word] : undefined;
  const common = meaningOfWord(word);
  // A class ("interest by sign") is finer than the one type the screen shows for it.
  if (chosen === undefined || (common !== null && chosen !== '' && isClassOf(common, chosen))) return common;
  return chosen === ''
    ? 'ignore'
    : Object.hasOwn(TRANSACTION_FAMILIES, chosen)
      ? (chosen as TransactionType)
      : null;
}

const CLASS_TYPES: Readonly<Record<string, readonly string[]>> = {
  cash: ['deposit', 'withdrawal'],
  journal: ['journal_cash'],
  transfer: ['transfer_in'],
  'interest-by-sign': ['interest'],
};
const isClassOf = (meaning: Meaning, type: string): boolean => CLASS_TYPES[meaning]?.includes(type) ?? false;

function openMapped(book: Book, headers: readonly string[], mapping: ColumnMapping): RowReader {
  const at = (field: string): number => {
    const header = mapping.columns[field];
    return header === null || header === undefined ? -1 : headers.indexOf(header);
  };
  const [dateAt, typeAt, symbolAt, quantityAt, priceAt, amountAt] = [
    at('date'),
    at('type'),
    at('symbol'),
    at('quantity'),
    at('price'),
    at('amount'),
  ];
  const [feeAt, currencyAt, accountAt, descriptionAt, idAt, settleAt] = [
    at('fee'),
    at('currency'),
    at('account'),
    at('description'),
    at('id'),
    at('settle_date'),
  ];
  return (cells, line) => {
    const date = book.date(cells, dateAt);
    if (!date) return false;
    const word = book.text(cells, typeAt);
    const quantity = book.units(cells, quantityAt);
    const price = book.units(cells, priceAt);
    const fees = Math.abs(book.money(cells, feeAt) ?? 0);
    let amount = book.money(cells, amountAt) as number | null;
    const symbol = book.text(cells, symbolAt);
    const meaning: Meaning | null =
      typeAt >= 0 ? meaningBy(mapping, word) : (quantity ?? 0) < 0 ? 'sell' : 'buy';
    if (meaning === null) {
      book.unknownAction(line, word);
      return true;
    }
    if (meaning === 'ignore') {
      book.ignore(line, `left out by the mapping ("${word.slice(0, 40)}")`);
      return true;
    }
    const type = resolveMeaning(meaning, symbol, quantity ?? 0, amount ?? 0);
    const flags: string[] = [];
    const movesCash =
      !['share_move', 'corporate'].includes(TRANSACTION_FAMILIES[type]) && !type.startsWith('option_');
    const option = book.optionOf(symbol);
    if (amount === null && quantity !== null && price !== null && movesCash) {
      amount = computedAmount(type, quantity * (option?.multiplier ?? 1), price, fees);
      flags.push('amount_computed');
    } else if (amount === null && fees > 0 && type === 'fee') amount = -fees;
    else if (amount !== null && amount > 0 && movesCash && outflow(type)) amount = -amount;
    const currency = book.text(cells, currencyAt);
    postRow(book, line, {
      date,
      meaning: type,
      symbol,
      quantity,
      price,
      fees,
      amount,
      option,
      flags,
      description: book.text(cells, descriptionAt),
      rawType: word,
      openOrClose: type === 'buy' || type === 'sell',
      ...(accountAt < 0 ? {} : { account: book.text(cells, accountAt) }),
      ...(/^[A-Za-z]{3,4}$/.test(currency) ? { currency: currency.toUpperCase() } : {}),
      id: book.text(cells, idAt),
      settleDate: book.date(cells, settleAt),
    });
    return true;
  };
}

/** Types whose cash leaves: files without signs print them positive. */
const outflow = (type: TransactionType): boolean =>
  [
    'buy',
    'buy_to_cover',
    'reinvest',
    'buy_to_open',
    'buy_to_close',
    'withdrawal',
    'fee',
    'margin_interest',
    'tax_withheld',
    'cancel_sell',
  ].includes(type);

function mappedFormat(guess: Guess, mapping: ColumnMapping): BrokerFormat {
  const needs = [
    ...new Set(
      guess.headers.map(headerKey).filter((k) => k !== '' && !/^column \d+$/.test(k) && !/ \d+$/.test(k)),
    ),
  ].slice(0, 12);
  const format = 'generic';
  return {
    id: 'generic',
    name: 'Unknown broker',
    tables: [
      { format, kind: 'transactions', needs, open: (book) => openMapped(book, guess.headers, mapping) },
    ],
    ...(guess.headerLine === 0 ? { headless: () => 1 } : {}),
  };
}

function holdingsFormat(): BrokerFormat {
  const names = (f: string): readonly string[] => FIELD_NAMES[f] ?? [];
  return {
    id: 'positions',
    name: 'Positions',
    tables: names('symbol').flatMap((s) =>
      names('quantity').map((q) =>
        positionsTable('positions', [s, q], {
          symbol: [s],
          quantity: [q],
          price: ['last price', 'current price', ...names('price')],
          value: ['market value', 'current value', 'value'],
          basis: ['cost basis', 'total cost', 'cost'],
          account: names('account'),
        }),
      ),
    ),
  };
}

/** Imports a file no broker claims: by the given mapping, by its own clear column names, or by asking. */
export function* importGeneric(
  name: string,
  encoding: string,
  head: string,
  chunks: () => Iterable<string>,
  mapping: ColumnMapping | undefined,
): Generator<void, ImportResult, void> {
  const guess = guessMapping(head);
  if (!mapping && guess.headers.length < 2)
    throw new KeepfolioError(
      'not-a-table',
      `${name} holds no table of transactions.`,
      "Choose the CSV download of your broker's transaction history.",
    );
  if (!mapping && guess.holdings) return yield* importHoldings(name, encoding, head, chunks);
  if (!mapping && !guess.sure) return yield* askMapping(name, encoding, guess, chunks);
  const use = mapping ?? guess.request.guess;
  const broker = mappedFormat(guess, use);
  const found = yield* recogniseAs(head, guess.delimiter, broker, use);
  const book = yield* runTable(name, found, broker, chunks);
  const rows = book.understood + book.refused;
  return {
    file: name,
    format: {
      id: 'generic',
      broker: 'Generic table',
      confidence: mapping ? 1 : Math.round(0.75 * (rows === 0 ? 0 : book.understood / rows) * 100) / 100,
      reason: mapping
        ? 'columns mapped by hand'
        : `${guess.why}; ${book.understood} of ${rows} rows understood`,
      alternatives: [],
    },
    encoding,
    ...contents(book),
    needsMapping: null,
  };
}

function contents(book: Book) {
  return {
    transactions: book.transactions,
    problems: book.problems,
    ignored: book.ignored,
    headerLines: book.headerLines,
    positions: book.positions,
  };
}

function* runTable(
  name: string,
  found: Recognition,
  broker: BrokerFormat,
  chunks: () => Iterable<string>,
): Generator<void, Book, void> {
  const book = new Book(name);
  const engine = new TableEngine(book, broker, found);
  const splitter = new RecordSplitter(found.delimiter, (cells, line, torn) =>
    engine.record(cells, line, torn),
  );
  book.rawRecord = () => splitter.raw();
  for (const chunk of chunks()) {
    splitter.push(chunk);
    yield;
  }
  splitter.end();
  engine.end();
  resolvePending(book);
  return book;
}

function* importHoldings(
  name: string,
  encoding: string,
  head: string,
  chunks: () => Iterable<string>,
): Generator<void, ImportResult, void> {
  const broker = holdingsFormat();
  const found = yield* recogniseAs(head, guessMapping(head).delimiter, broker, undefined);
  const book = yield* runTable(name, found, broker, chunks);
  book.problem(
    0,
    'positions-only',
    'This file lists holdings, not transactions: it has a symbol and a quantity but no date. It is kept for comparison; add the transaction history to get lots and taxes.',
  );
  return {
    file: name,
    format: {
      id: 'positions',
      broker: 'Positions',
      confidence: 0.6,
      reason: 'a symbol and a quantity column, but no date column',
      alternatives: [],
    },
    encoding,
    ...contents(book),
    needsMapping: null,
  };
}

/** Rows of an unmapped file that are listed one by one; more would say nothing new. */
const LISTED_WAITING = 2000;

/** Nothing is booked until the person has said what the columns mean; every row is listed as waiting. */
function* askMapping(
  name: string,
  encoding: string,
  guess: Guess,
  chunks: () => Iterable<string>,
): Generator<void, ImportResult, void> {
  const book = new Book(name);
  const splitter = new RecordSplitter(guess.delimiter, (cells, line) => {
    if (line === guess.headerLine) book.headerLines.push(line);
    else if (cells.every((c) => c.trim() === '')) book.ignore(line, 'blank line');
    else if (book.problems.length >= LISTED_WAITING) book.ignore(line, 'waits for the column mapping');
    else
      book.problem(
        line,
        'needs-mapping',
        'The columns of this file are not known yet. Say what each column means, and this row can be read.',
      );
  });
  book.rawRecord = () => splitter.raw();
  for (const chunk of chunks()) {
    splitter.push(chunk);
    yield;
  }
  splitter.end();
  return {
    file: name,
    format: { id: 'unknown', broker: 'Unknown', confidence: 0, reason: guess.why, alternatives: [] },
    encoding,
    ...contents(book),
    needsMapping: guess.request,
  };
}
