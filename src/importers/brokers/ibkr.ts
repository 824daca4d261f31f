import type { Book } from '../book.ts';
import type { BrokerFormat, RowReader } from '../broker.ts';
import { Columns, headerKey } from '../headers.ts';
import { isNothing } from '../numbers.ts';
import { postRow, reusedRow, type Meaning } from '../post-row.ts';
import { unlistedMeaning } from '../unlisted-words.ts';
import { FLEX_TABLES } from './ibkr-flex.ts';
import {
  accountOf,
  readCorporateAction,
  readTransfer,
  tradeReader,
  type SectionReader,
} from './ibkr-trades.ts';
import { COLUMN_NAMES, FIELD_ACCOUNT, FIELD_CURRENCY, REPEATING, SECTION_NAMES } from './ibkr-words.ts';

/** Transaction Type of the transaction history, lower case. */
const HISTORY_TYPES: Readonly<Record<string, Meaning>> = {
  buy: 'buy',
  sell: 'sell',
  dividend: 'dividend',
  'payment in lieu': 'payment_in_lieu',
  'foreign tax withholding': 'tax_withheld',
  'withholding tax': 'tax_withheld',
  'us tax withholding': 'tax_withheld',
  'credit interest': 'interest',
  'debit interest': 'margin_interest',
  'investment interest received': 'interest',
  'investment interest paid': 'interest',
  deposit: 'cash',
  withdrawal: 'cash',
  'electronic fund transfer': 'cash',
  'cash transfer': 'journal_cash',
  'internal transfer': 'journal',
  adjustment: 'other',
  'forex trade component': 'fx',
  'other fee': 'fee',
  'advisor fee': 'fee',
  'sales tax': 'fee',
  'transaction fee': 'fee',
  'commission adjustment': 'fee',
  'return of capital': 'return_of_capital',
  'stock lending income': 'lending_income',
  'securities lent interest': 'lending_income',
};

const HISTORY_OPTION_EVENTS: Readonly<Record<string, Meaning>> = {
  assignment: 'option_assigned',
  exercise: 'option_exercised',
  expiration: 'option_expired',
};

function readHistory(book: Book, columns: Columns, cells: readonly string[], line: number): void {
  const at = (...names: string[]): number => columns.find(...names);
  const date = book.date(cells, at('date'));
  if (!date) {
    book.problem(
      line,
      'bad-date',
      'The date of this row cannot be read. Correct it in the file, or enter the transaction by hand.',
    );
    return;
  }
  const word = book.text(cells, at('transaction type'));
  const key = word.toLowerCase();
  const printed = book.text(cells, at('symbol'));
  const symbol = isNothing(printed) ? '' : printed;
  const quantity = book.units(cells, at('quantity'));
  const option = symbol === '' ? null : book.optionOf(symbol);
  const description = book.text(cells, at('description'));
  let meaning: Meaning | null = Object.hasOwn(HISTORY_TYPES, key) ? (HISTORY_TYPES[key] as Meaning) : null;
  if (Object.hasOwn(HISTORY_OPTION_EVENTS, key))
    meaning = option ? (HISTORY_OPTION_EVENTS[key] as Meaning) : (quantity ?? 0) < 0 ? 'sell' : 'buy';
  if (meaning === 'dividend' && /payment in lieu/i.test(description)) meaning = 'payment_in_lieu';
  if (meaning === null && /transfer/i.test(word)) meaning = 'transfer';
  if (meaning === null && /split|merge|spin|corporate/i.test(word))
    meaning = /spin/i.test(word) ? 'spin_off' : /merge/i.test(word) ? 'merger' : 'split';
  meaning ??= unlistedMeaning(word);
  if (meaning === null) {
    book.unknownAction(line, word);
    return;
  }
  const priceCurrency = book.text(cells, at('price currency'));
  postRow(book, line, {
    date,
    meaning,
    symbol,
    quantity,
    option,
    openOrClose: meaning === 'buy' || meaning === 'sell',
    price: book.units(cells, at('price')),
    keepPrice: meaning === 'fx',
    fees: book.money(cells, at('commission')),
    amount: book.money(cells, at('net amount')),
    description,
    rawType: word,
    ...accountOf(book, columns, cells),
    ...(/^[A-Z]{3}$/.test(priceCurrency) ? { priceCurrency } : {}),
  });
}

/** What a description says, by the sign of its cash. */
interface CashText {
  readonly description: string;
  readonly symbol: string;
  readonly income: Meaning;
  readonly charge: Meaning;
  readonly flags: readonly string[] | undefined;
}

/** Reads rows of the cash sections: currency, date, description, amount. */
function cashReader(book: Book, columns: Columns, section: string): SectionReader {
  const at = (...names: string[]): number => columns.find(...names);
  const [currencyAt, textAt, dateAt, amountAt, symbolAt, accountAt] = [
    at('currency'),
    at('description'),
    at('date', 'settle date', 'date time', 'value date'),
    at('amount'),
    at('symbol'),
    at('account'),
  ];
  const rawType = section.replace(/\b\w/g, (c) => c.toUpperCase());
  const ofSecurity = section !== 'fees' && section !== 'interest';
  const row = reusedRow();
  row.rawType = rawType;
  const texts = new Map<string, CashText>();
  let lastFirst = '';
  let lastCurrency = '';
  let total = false;
  return (cells, line) => {
    const currency = book.text(cells, currencyAt);
    const first = book.text(cells, 2);
    if (first !== lastFirst || currency !== lastCurrency) {
      [lastFirst, lastCurrency] = [first, currency];
      total = TOTAL.test(first) || TOTAL.test(currency);
    }
    if (total) return book.ignore(line, 'total');
    const date = book.date(cells, dateAt);
    if (!date)
      return book.problem(
        line,
        'bad-date',
        'The date of this row cannot be read. Correct it in the file, or enter the transaction by hand.',
      );
    const description = book.text(cells, textAt);
    const amount = book.money(cells, amountAt);
    const named = symbolAt >= 0 ? book.text(cells, symbolAt) : '';
    const account = book.text(cells, accountAt);
    let known = texts.get(description);
    if (known === undefined) {
      known = {
        description: book.describe(description),
        symbol: ofSecurity ? (/^([A-Z0-9. ]+?)\s*\([A-Z0-9]+\)/.exec(description)?.[1] ?? '') : '',
        income: cashMeaning(section, description, 1),
        charge: cashMeaning(section, description, -1),
        flags: /reversal/i.test(description) ? ['reversal'] : undefined,
      };
      if (texts.size > 20_000) texts.clear();
      texts.set(description, known);
    }
    row.date = date;
    row.symbol = named === '' ? known.symbol : named;
    row.description = known.description;
    row.amount = amount;
    row.meaning = (amount ?? 0) < 0 ? known.charge : known.income;
    row.currency = currency === '' ? book.currency : currency;
    row.account = account === '' ? undefined : account;
    row.flags = known.flags;
    postRow(book, line, row);
  };
}

const TOTAL = /^(?:total|gesamt|summe)/i;
const CASH_SECTIONS = new Set([
  'dividends',
  'withholding tax',
  'interest',
  'fees',
  'transaction fees',
  'deposits & withdrawals',
]);

function cashMeaning(section: string, description: string, amount: number): Meaning {
  switch (section) {
    case 'dividends':
      return /payment in lieu/i.test(description)
        ? 'payment_in_lieu'
        : /return of capital/i.test(description)
          ? 'return_of_capital'
          : 'dividend';
    case 'withholding tax':
      return 'tax_withheld';
    case 'interest':
      if (/syep|securities lent|stock loan/i.test(description))
        return amount < 0 ? 'margin_interest' : 'lending_income';
      if (/debit interest|borrow fee|sollzinsen/i.test(description)) return 'margin_interest';
      return /accrued|coupon|bond|purchase/i.test(description) ? 'interest' : 'interest-by-sign';
    case 'deposits & withdrawals':
      return 'cash';
    default:
      return 'fee';
  }
}

/** Sections whose header lines count as table headers. */
const BOOKED = new Set([
  'trades',
  'corporate actions',
  'deposits & withdrawals',
  'dividends',
  'withholding tax',
  'interest',
  'fees',
  'transaction fees',
  'transfers',
  'transaction history',
  'open positions',
]);

function readPosition(book: Book, columns: Columns, cells: readonly string[], line: number): void {
  const kind = book.text(cells, columns.find('datadiscriminator'));
  const quantity = book.units(cells, columns.find('quantity'));
  const symbol = book.text(cells, columns.find('symbol'));
  if (/^(?:summary|zusammenfassung|)$/i.test(kind) && quantity !== null && symbol !== '') {
    book.position(line, {
      account: accountOf(book, columns, cells).account ?? book.account,
      symbol,
      quantity,
      price: book.units(cells, columns.find('close price')) as never,
      value: book.money(cells, columns.find('value')),
      basis: book.money(cells, columns.find('cost basis')),
    });
  }
  book.ignore(line, 'holdings snapshot (not a transaction)');
}

const LINE_KINDS = new Set(['Header', 'Data', 'SubTotal', 'Total', 'Notes', 'Kopfzeile', 'Daten']);

/** Reads "Section,Header|Data|SubTotal|Total|Notes,…" lines. */
function openStatement(book: Book): RowReader {
  let columns: Columns = new Columns([]);
  let open = '';
  let printedSection = '';
  let section = '';
  let bound: SectionReader | null = null;
  let printedKind = '';
  let kind = '';
  let isLine = false;
  return (cells, line) => {
    if (cells[1] !== printedKind) {
      printedKind = cells[1] ?? '';
      kind = printedKind.trim();
      isLine = LINE_KINDS.has(kind);
    }
    if (!isLine) return false;
    if (cells[0] !== printedSection) {
      printedSection = cells[0] ?? '';
      const name = printedSection.trim().toLowerCase();
      section = SECTION_NAMES.get(name) ?? name;
    }
    if (kind === 'Header' || kind === 'Kopfzeile') {
      open = section;
      columns = new Columns(cells.map((c) => COLUMN_NAMES.get(headerKey(c)) ?? c));
      bound =
        section === 'trades'
          ? tradeReader(book, columns)
          : CASH_SECTIONS.has(section)
            ? cashReader(book, columns, section)
            : null;
      if (BOOKED.has(section)) {
        book.headerLines.push(line);
        book.format =
          section === 'transaction history'
            ? 'ibkr-transaction-history'
            : book.format === 'ibkr-transaction-history'
              ? book.format
              : 'ibkr-activity-statement';
      } else book.ignore(line, 'section without transactions');
      return true;
    }
    if (kind !== 'Data' && kind !== 'Daten') {
      book.ignore(line, 'total or note');
      return true;
    }
    if (section !== open && BOOKED.has(section)) {
      book.problem(
        line,
        'row-before-header',
        'This row stands before the column names of its section. The file is damaged here: download it again.',
      );
      return true;
    }
    if (bound !== null && section === open) bound(cells, line);
    else readSection(book, section, columns, cells, line);
    return true;
  };
}

function readSection(
  book: Book,
  section: string,
  columns: Columns,
  cells: readonly string[],
  line: number,
): void {
  switch (section) {
    case 'corporate actions':
      return /^total/i.test(book.text(cells, 2))
        ? book.ignore(line, 'total')
        : readCorporateAction(book, columns, cells, line);
    case 'transfers':
      return /^total/i.test(book.text(cells, 2))
        ? book.ignore(line, 'total')
        : readTransfer(book, columns, cells, line);
    case 'transaction history':
      return readHistory(book, columns, cells, line);
    case 'open positions':
      return readPosition(book, columns, cells, line);
    case 'account information':
    case 'summary':
    case 'statement':
      noteField(book, book.text(cells, 2), book.text(cells, 3));
      return book.ignore(line, 'statement metadata');
    default:
      if (REPEATING.test(section) || columns.find('amount') < 0)
        return book.ignore(line, 'section without transactions');
      if (/^total/i.test(book.text(cells, 2))) return book.ignore(line, 'total');
      return book.problem(
        line,
        'unknown-section',
        `The section "${section.slice(0, 60)}" holds amounts this importer does not know. Enter them by hand if they are not in another section.`,
      );
  }
}

function noteField(book: Book, name: string, value: string): void {
  if (FIELD_ACCOUNT.test(name) && value !== '') book.account = /^(\S+)/.exec(value)?.[1] ?? value;
  if (FIELD_CURRENCY.test(name) && /^[A-Z]{3}$/.test(value)) book.currency = value;
}

/** The section name looked up last: it is that of the row above nearly always. */
let detected: { readonly printed: string; readonly section: string | undefined } = {
  printed: '',
  section: undefined,
};

/** Interactive Brokers: activity statements (also German), transaction history, Flex queries. */
export const ibkr: BrokerFormat = {
  id: 'ibkr',
  name: 'Interactive Brokers',
  noise: /^(?:BOF|EOF|BOA|EOA|BOS|EOS)$/,
  sections: {
    detect(cells) {
      const kind = (cells[1] ?? '').trim();
      if (kind !== 'Header' && kind !== 'Data') return null;
      const printed = cells[0] ?? '';
      if (printed !== detected.printed)
        detected = { printed, section: SECTION_NAMES.get(printed.trim().toLowerCase()) };
      const { section } = detected;
      if (section === undefined) return null;
      return section === 'transaction history' ? 'ibkr-transaction-history' : 'ibkr-activity-statement';
    },
    open: openStatement,
  },
  tables: FLEX_TABLES,
};
