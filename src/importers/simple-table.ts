import type { Book } from './book.ts';
import type { RowReader, TableDef } from './broker.ts';
import { computedAmount } from './computed-amount.ts';
import type { Columns } from './headers.ts';
import { isNothing } from './numbers.ts';
import { postRow, resolveMeaning, signedUnits, type Meaning, type PrintedRow } from './post-row.ts';
import { unlistedMeaning } from './unlisted-words.ts';

/** Patterns over the lower-cased action words; the first that fits gives the meaning. */
export type WordList = readonly (readonly [RegExp, Meaning])[];

/** The meaning of words, null when no pattern fits. */
export function findMeaning(words: WordList, text: string): Meaning | null {
  const t = text.toLowerCase();
  for (const [p, m] of words) if (p.test(t)) return m;
  return null;
}

/** A table whose rows need nothing but column names, a word list and the sign rule. */
export interface SimpleTable {
  readonly format: string;
  readonly needs: readonly string[];
  readonly without?: readonly string[];
  readonly dateOrder?: TableDef['dateOrder'];
  readonly weak?: boolean;
  readonly columns: Readonly<
    Partial<
      Record<
        | 'date'
        | 'symbol'
        | 'quantity'
        | 'price'
        | 'amount'
        | 'currency'
        | 'priceCurrency'
        | 'description'
        | 'id'
        | 'account'
        | 'settle'
        | 'tax',
        readonly string[]
      >
    >
  >;
  /** Columns whose texts, joined by a blank, are the action words. */
  readonly words: readonly string[];
  readonly fees?: readonly string[];
  readonly meanings: WordList;
  /** The file prints cash without signs: the meaning gives them. */
  readonly unsigned?: boolean;
  /** The printed cash leaves the fees out. */
  readonly gross?: boolean;
  readonly openOrClose?: boolean;
  /** Last look at a row before it is booked; null = it was dealt with. */
  adjust?(
    row: PrintedRow,
    cells: readonly string[],
    book: Book,
    columns: Columns,
    line: number,
  ): PrintedRow | null;
}

const OUTFLOW: ReadonlySet<string> = new Set([
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
]);

/** Makes a table definition from a description of its columns and words. */
export function simpleTable(s: SimpleTable): TableDef {
  return {
    format: s.format,
    kind: 'transactions',
    needs: s.needs,
    ...(s.without ? { without: s.without } : {}),
    ...(s.dateOrder ? { dateOrder: s.dateOrder } : {}),
    ...(s.weak ? { weak: true } : {}),
    open: (book, columns) => openSimple(s, book, columns),
  };
}

function openSimple(s: SimpleTable, book: Book, columns: Columns): RowReader {
  const at = (field: keyof SimpleTable['columns']): number => columns.find(...(s.columns[field] ?? []));
  const [dateAt, symbolAt, quantityAt, priceAt, amountAt, settleAt] = [
    at('date'),
    at('symbol'),
    at('quantity'),
    at('price'),
    at('amount'),
    at('settle'),
  ];
  const [currencyAt, priceCurrencyAt, descriptionAt, idAt, accountAt, taxAt] = [
    at('currency'),
    at('priceCurrency'),
    at('description'),
    at('id'),
    at('account'),
    at('tax'),
  ];
  const wordAts = s.words.map((w) => columns.find(w));
  const feeAts = (s.fees ?? []).map((f) => columns.find(f)).filter((i) => i >= 0);
  return (cells, line) => {
    // Some brokers leave the trade date out on cash rows.
    const date =
      book.date(cells, dateAt) ?? (isNothing(cells[dateAt] ?? '') ? book.date(cells, settleAt) : null);
    if (!date) return false;
    const words = wordAts
      .map((i) => book.text(cells, i))
      .filter((w) => w !== '')
      .join(' ');
    const meaning = findMeaning(s.meanings, words) ?? unlistedMeaning(words);
    if (meaning === null) {
      book.unknownAction(line, words);
      return true;
    }
    const cell = book.text(cells, symbolAt);
    const symbol = isNothing(cell) ? '' : cell;
    let fees = 0;
    for (const f of feeAts) fees += Math.abs(book.money(cells, f) ?? 0);
    const printedCurrency = book.text(cells, currencyAt);
    const currency = printedCurrency === 'CAN' ? 'CAD' : printedCurrency;
    const priceCurrency = book.text(cells, priceCurrencyAt);
    const printed: PrintedRow = {
      date,
      meaning,
      symbol,
      fees,
      quantity: book.units(cells, quantityAt),
      price: book.units(cells, priceAt),
      amount: book.money(cells, amountAt),
      description: book.text(cells, descriptionAt) || words,
      rawType: words,
      option: symbol === '' ? null : book.optionOf(symbol),
      openOrClose: meaning === 'buy' || meaning === 'sell',
      id: book.text(cells, idAt),
      settleDate: book.date(cells, settleAt),
      taxWithheld: taxAt < 0 ? null : Math.abs(book.money(cells, taxAt) ?? 0),
      ...(accountAt < 0 ? {} : { account: book.text(cells, accountAt) }),
      ...(/^[A-Za-z]{3}$/.test(currency) ? { currency: currency.toUpperCase() } : {}),
      ...(/^[A-Za-z]{3}$/.test(priceCurrency) ? { priceCurrency: priceCurrency.toUpperCase() } : {}),
    };
    const adjusted = s.adjust ? s.adjust(printed, cells, book, columns, line) : printed;
    if (adjusted) postRow(book, line, withCash(s, adjusted, amountAt < 0));
    return true;
  };
}

/** Gives the cash its sign, takes fees off, or computes it where the file has no column for it. */
function withCash(s: SimpleTable, r: PrintedRow, noCashColumn: boolean): PrintedRow {
  if (r.meaning === 'ignore') return r;
  const type = resolveMeaning(r.meaning, r.symbol, r.quantity ?? 0, r.amount ?? 0);
  let { amount } = r;
  let flags = r.flags ?? [];
  const trades = signedUnits(type, 1) === -1 || signedUnits(type, -1) === 1;
  if (
    noCashColumn &&
    amount === null &&
    trades &&
    r.quantity !== null &&
    r.price !== null &&
    !type.startsWith('transfer')
  ) {
    amount = computedAmount(type, r.quantity * (r.option?.multiplier ?? 1), r.price, r.fees ?? 0);
    flags = [...flags, 'amount_computed'];
  } else if (amount !== null && s.unsigned) {
    const out = OUTFLOW.has(type);
    amount = out ? -Math.abs(amount) : type === 'deposit' || type === 'sell' ? Math.abs(amount) : amount;
    if (s.gross && trades) amount -= r.fees ?? 0;
  } else if (amount !== null && s.gross && trades) amount -= r.fees ?? 0;
  return { ...r, meaning: type, amount, flags };
}
