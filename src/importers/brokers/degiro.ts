import { valueOf, type Quantity, type UnitPrice } from '../../core/quantity.ts';
import type { Book } from '../book.ts';
import type { BrokerFormat, RowReader } from '../broker.ts';
import type { Columns } from '../headers.ts';
import { decimalEvidence, readScaled } from '../numbers.ts';
import { postRow, type Meaning } from '../post-row.ts';
import { CORPORATE, PHRASES, plain, SELLS, TRADE } from './degiro-words.ts';

/** Numbers inside the text may use another decimal mark than the columns; the cash of the row tells which. */
function readTextNumbers(
  unitsText: string,
  priceText: string,
  amount: number,
): { units: number; price: number } | null {
  let best: { units: number; price: number } | null = null;
  let bestGap = Infinity;
  const styles = (text: string): readonly boolean[] => {
    const e = decimalEvidence(text);
    return e === 0 ? [false, true] : [e > 0];
  };
  for (const unitsComma of styles(unitsText)) {
    for (const priceComma of styles(priceText)) {
      const units = readScaled(unitsText, 8, unitsComma);
      const price = readScaled(priceText, 8, priceComma);
      if (units === null || units !== units || price === null || price !== price) continue;
      const value = valueOf(units as Quantity, price as UnitPrice);
      const gap = amount === 0 ? 0 : Math.abs(value - Math.abs(amount)) / Math.abs(amount);
      if (gap < bestGap) [best, bestGap] = [{ units, price }, gap];
    }
  }
  return best;
}

/** Notes about money between DEGIRO and its bank, which are booked by a row of their own. */
const INFORMATION =
  /overboeking|virement|transfer|uberweisung|ubertrag|transferencia|trasferimento|bonifico|przelew|reserv/;

interface AccountRow {
  readonly cells: string[];
  readonly lines: number[];
  readonly raw: string;
}

function openAccount(book: Book, columns: Columns): RowReader {
  // The header is shifted: after FX come currency, amount, currency, balance, order id.
  const fxAt = columns.find('fx');
  const [dateAt, valueAt, productAt, isinAt] = [
    columns.find('date', 'datum'),
    columns.find('value date', 'valutadatum', 'date de valeur', 'valuta'),
    columns.find('product', 'produit', 'produkt'),
    columns.find('isin'),
  ];
  const textAt = columns.find('description', 'omschrijving', 'beschreibung');
  const [currencyAt, amountAt, idAt] = [fxAt + 1, fxAt + 2, fxAt + 5];
  let open: AccountRow | null = null;
  const flush = (): void => {
    if (!open) return;
    const row = open;
    open = null;
    const live = book.rawRecord;
    book.rawRecord = () => row.raw;
    book.begin();
    post(row);
    book.rawRecord = live;
    book.begin();
  };
  const refuse = (row: AccountRow, report: (line: number) => void): void => row.lines.forEach(report);
  const post = (row: AccountRow): void => {
    const { cells } = row;
    const line = row.lines[0] as number;
    const date = book.date(cells, dateAt);
    if (!date) return;
    const text = book.text(cells, textAt);
    const words = plain(text);
    const amount = book.money(cells, amountAt);
    if (book.malformedCell !== null) return refuse(row, (l) => book.badNumber(l));
    const isin = book.text(cells, isinAt);
    const product = book.text(cells, productAt);
    const currency = book.text(cells, currencyAt);
    const base = {
      date,
      symbol: isin === '' ? product : isin,
      description: `${product} ${text}`,
      id: book.text(cells, idAt),
      postedDate: null,
      settleDate: book.date(cells, valueAt),
      ...(currency === '' ? {} : { currency }),
    };
    const m = TRADE.exec(words);
    let index: number;
    if (m) {
      const sells = SELLS.test(m[2] as string);
      const numbers = readTextNumbers((m[3] as string).replace(/\s/g, ''), m[5] as string, amount ?? 0);
      if (!numbers) return refuse(row, (l) => book.missing(l, 'quantity'));
      const corporate = m[1] === undefined ? undefined : CORPORATE.find(([p]) => p.test(m[1] as string))?.[1];
      const meaning: Meaning = corporate ?? (sells ? 'sell' : 'buy');
      index = postRow(book, line, {
        ...base,
        meaning,
        quantity: sells ? -numbers.units : numbers.units,
        price: numbers.price,
        fees: null,
        amount,
        keepAmount: true,
        rawType: text.slice(0, (m[1]?.length ?? -2) + 2 + (m[2] as string).length).trim(),
        ...(m[6] && m[6].toUpperCase() !== currency ? { priceCurrency: m[6].toUpperCase() } : {}),
      });
    } else {
      const meaning = PHRASES.find(([p]) => p.test(words))?.[1];
      if (amount === null) {
        if (INFORMATION.test(words))
          row.lines.forEach((l) => book.ignore(l, 'information without an amount'));
        else refuse(row, (l) => book.missing(l, 'amount'));
        return;
      }
      if (meaning === undefined) return refuse(row, (l) => book.unknownAction(l, text));
      // A withdrawal that was sent back prints a positive amount.
      const real: Meaning = meaning === 'deposit' || meaning === 'withdrawal' ? 'cash' : meaning;
      index = postRow(book, line, {
        ...base,
        meaning: real,
        quantity: null,
        price: null,
        fees: null,
        amount,
        rawType: text,
      });
    }
    const t = index >= 0 ? book.transactions[index] : undefined;
    if (t && row.lines.length > 1) book.transactions[index] = { ...t, lines: row.lines };
    else if (!t) row.lines.slice(1).forEach((l) => book.ignore(l, 'continues the row above'));
  };
  const read: RowReader = (cells, line) => {
    if (book.date(cells, dateAt) !== null) {
      flush();
      open = { cells: cells.slice(), lines: [line], raw: book.rawRecord() };
      return true;
    }
    // A long order id or description wraps into a row whose date is empty.
    if (
      open &&
      (cells[dateAt] ?? '').trim() === '' &&
      cells.some((c) => c.trim() !== '') &&
      cells.length >= 8
    ) {
      cells.forEach((c, i) => {
        if (c.trim() === '' || !open) return;
        const before = open.cells[i] ?? '';
        open.cells[i] = i === idAt || i === isinAt ? before + c.trim() : `${before} ${c}`.trim();
      });
      open.lines.push(line);
      return true;
    }
    flush();
    return false;
  };
  read.end = flush;
  return read;
}

function openTransactions(book: Book, columns: Columns): RowReader {
  const at = (...names: string[]): number => columns.find(...names);
  const { keys } = columns;
  const totalAt = keys.findIndex((k) => /^(?:total|totaal|gesamt|montant total)(?: [a-z]{3})?$/.test(k));
  const named = / ([a-z]{3})$/.exec(keys[totalAt] ?? '')?.[1]?.toUpperCase();
  const feeAts = keys.flatMap((k, i) =>
    /autofx|third part|transactiekosten|frais de (?:transaction|courtage)|transaktionskosten/.test(k)
      ? [i]
      : [],
  );
  const priceAt = at('price', 'koers', 'cours', 'kurs');
  return (cells, line) => {
    const date = book.date(cells, at('date', 'datum'));
    if (!date) return false;
    const quantity = book.units(cells, at('quantity', 'aantal', 'quantite', 'quantit\u00e9', 'anzahl'));
    const next = book.text(cells, totalAt + 1);
    const currency = named ?? (/^[A-Z]{3}$/.test(next) ? next : 'EUR');
    let fees = 0;
    for (const f of feeAts) fees += Math.abs(book.money(cells, f) ?? 0);
    const priceCurrency = book.text(cells, priceAt + 1);
    const isin = book.text(cells, at('isin'));
    const product = book.text(cells, at('product', 'produit', 'produkt'));
    postRow(book, line, {
      date,
      quantity,
      fees,
      currency,
      meaning: (quantity ?? 0) < 0 ? 'sell' : 'buy',
      symbol: isin === '' ? product : isin,
      price: book.units(cells, priceAt),
      amount: book.money(cells, totalAt),
      description: product,
      rawType: 'transaction',
      id: book.text(cells, at('order id')),
      ...(/^[A-Z]{3}$/.test(priceCurrency) ? { priceCurrency } : {}),
    });
    return true;
  };
}

/** DEGIRO account statements (in several languages) and transactions. */
export const degiro: BrokerFormat = {
  id: 'degiro',
  name: 'DEGIRO',
  currency: 'EUR',
  tables: [
    {
      format: 'degiro-account',
      kind: 'transactions',
      needs: ['date', 'time', 'value date', 'product', 'isin', 'description', 'fx', 'order id'],
      dateOrder: 'dmy',
      open: openAccount,
    },
    {
      format: 'degiro-account',
      kind: 'transactions',
      needs: ['datum', 'tijd', 'valutadatum', 'product', 'isin', 'fx', 'order id'],
      dateOrder: 'dmy',
      open: openAccount,
    },
    {
      format: 'degiro-account',
      kind: 'transactions',
      needs: ['product', 'isin', 'fx', 'order id'],
      dateOrder: 'dmy',
      weak: true,
      open: openAccount,
    },
    {
      format: 'degiro-account',
      kind: 'transactions',
      needs: ['produkt', 'isin', 'fx', 'order id'],
      dateOrder: 'dmy',
      open: openAccount,
    },
    {
      format: 'degiro-account',
      kind: 'transactions',
      needs: ['produit', 'isin', 'fx'],
      dateOrder: 'dmy',
      weak: true,
      open: openAccount,
    },
    {
      format: 'degiro-transactions',
      kind: 'transactions',
      needs: ['date', 'product', 'isin', 'reference exchange', 'venue', 'quantity', 'local value'],
      dateOrder: 'dmy',
      open: openTransactions,
    },
    {
      format: 'degiro-transactions',
      kind: 'transactions',
      needs: ['product', 'isin', 'beurs', 'uitvoeringsplaats', 'aantal'],
      dateOrder: 'dmy',
      open: openTransactions,
    },
  ],
};
