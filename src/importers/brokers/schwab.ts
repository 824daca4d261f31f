import type { IsoDate } from '../../core/iso-date.ts';
import type { Book } from '../book.ts';
import type { BrokerFormat, RowReader } from '../broker.ts';
import type { Columns } from '../headers.ts';
import { positionsTable, skippedTable } from '../positions.ts';
import { postRow, reusedRow, type Meaning } from '../post-row.ts';
import { unlistedMeaning } from '../unlisted-words.ts';
import { openEquityAwards } from './schwab-equity-awards.ts';
import { SCHWAB_ACTIONS } from './schwab-words.ts';

/** TD Ameritrade migration rows keep the old wording in the description. */
const TDA_ROW = /^TDA TRAN - (.*?)(?:\s*\(([A-Z0-9./]+)\))?\s*$/i;
const AS_OF = /^(.*?)\s+as of\s+(.*)$/i;
const CUSIP = /^[0-9]{3}[0-9A-Z]{5}[0-9]$/;

/** Action words as printed, with their meaning: looked up once per distinct spelling. */
function meaningOf(action: string): Meaning | null {
  const key = action.toLowerCase();
  return Object.hasOwn(SCHWAB_ACTIONS, key) ? (SCHWAB_ACTIONS[key] as Meaning) : unlistedMeaning(action);
}

function openBrokerage(book: Book, columns: Columns): RowReader {
  const at = (...names: string[]): number => columns.find(...names);
  const [dateAt, actionAt, symbolAt, descriptionAt] = [
    at('date'),
    at('action'),
    at('symbol'),
    at('description'),
  ];
  const [quantityAt, priceAt, feesAt, amountAt] = [
    at('quantity'),
    at('price'),
    at('fees comm'),
    at('amount'),
  ];
  const meanings = new Map<string, Meaning | null>();
  const row = reusedRow();
  return (cells, line) => {
    const printed = (cells[dateAt] ?? '').trim();
    let date = book.dates.read(printed);
    let postedDate: IsoDate | null = null;
    if (date === null) {
      // "04/17/2023 as of 04/15/2023": posted first, effective second.
      const m = printed.length > 12 ? AS_OF.exec(printed) : null;
      if (!m) return false;
      postedDate = book.dates.read(m[1] as string);
      date = book.dates.read(m[2] as string);
      if (date === null || postedDate === null) return false;
    }
    const action = book.text(cells, actionAt);
    let meaning = meanings.get(action);
    if (meaning === undefined) meanings.set(action, (meaning = meaningOf(action)));
    if (meaning === null) {
      book.unknownAction(line, action);
      return true;
    }
    const description = book.text(cells, descriptionAt);
    let symbol = book.text(cells, symbolAt);
    if (symbol.length === 9 && symbol.toUpperCase() === 'NO NUMBER') symbol = '';
    const quantity = book.units(cells, quantityAt);
    const amount = book.money(cells, amountAt);
    const tda = symbol === '' ? TDA_ROW.exec(description) : null;
    if (tda?.[2]) symbol = tda[2];
    if (tda && meaning === 'dividend' && /^QUALIFIED/i.test(tda[1] ?? '')) meaning = 'dividend_qualified';
    if (meaning === 'spin_off' && quantity === null && amount !== null) meaning = 'cash_in_lieu';
    row.date = date;
    row.postedDate = postedDate;
    row.meaning = meaning;
    row.symbol = symbol;
    row.quantity = quantity;
    row.price = book.units(cells, priceAt);
    row.fees = book.money(cells, feesAt);
    row.amount = amount;
    row.description = description;
    row.rawType = action;
    row.option = symbol === '' ? null : book.optionOf(symbol);
    const index = postRow(book, line, row);
    if (index >= 0 && meaning === 'split' && /REVERSE SPLIT/i.test(`${action} ${description}`))
      noteReverseLeg(book, index, symbol, description);
    return true;
  };
}

/** The two rows of a reverse split (or exchange) print the old security under its CUSIP. */
function noteReverseLeg(book: Book, index: number, symbol: string, description: string): void {
  const t = book.transactions[index];
  if (!t) return;
  const flags = t.flags.filter((f) => f !== 'quantity_is_shares_added');
  if (CUSIP.test(symbol)) flags.push('old_identifier');
  const base = description.replace(/XXX.*$/, '').trim();
  // The other leg has the same name before "XXX" and the opposite sign.
  for (let i = index - 1; i >= 0 && i >= index - 40; i--) {
    const other = book.transactions[i];
    if (!other || other.type !== 'split' || other.date !== t.date || other.quantity > 0 === t.quantity > 0)
      continue;
    if (!other.description.startsWith(base.slice(0, 12))) continue;
    const [oldAt, fresh] = t.quantity < 0 ? [index, other] : [i, t];
    const old = book.transactions[oldAt];
    if (old && fresh.symbol)
      book.transactions[oldAt] = {
        ...old,
        flags: oldAt === index ? flags : old.flags,
        linksTo: fresh.symbol,
      };
    if (oldAt !== index) book.transactions[index] = { ...t, flags };
    return;
  }
  book.transactions[index] = { ...t, flags };
}

/** Charles Schwab: brokerage history (three layouts), Equity Awards, bank statements (set aside), positions. */
export const schwab: BrokerFormat = {
  id: 'schwab',
  name: 'Charles Schwab',
  noise: /^(?:transactions +for |positions for |posted transactions|pending transactions)/i,
  preamble(book, cells) {
    const m = /^Transactions +for (?:Checking )?account (.+?) (?:as of|From) /i.exec((cells[0] ?? '').trim());
    if (m?.[1]) book.account = m[1];
    const banner =
      cells.length <= 2 ? /^[\w .&'-]+ ((?:XXXX-|\.\.\.)\d{3,4})$/.exec((cells[0] ?? '').trim()) : null;
    if (banner?.[1]) book.account = banner[1];
    const p = /^Positions for (?:account )?(.+?) as of/i.exec((cells[0] ?? '').trim());
    if (p?.[1]) book.account = p[1];
  },
  tables: [
    {
      format: 'schwab-transactions',
      kind: 'transactions',
      needs: ['date', 'action', 'symbol', 'description', 'quantity', 'price', 'fees comm', 'amount'],
      without: ['feesandcommissions'],
      open: openBrokerage,
    },
    {
      format: 'schwab-equity-awards',
      kind: 'transactions',
      needs: ['date', 'action', 'awarddate', 'fairmarketvalueprice'],
      open: openEquityAwards,
    },
    skippedTable(
      'schwab-bank',
      ['date', 'status', 'type', 'checknumber', 'runningbalance'],
      'bank account row (not brokerage)',
    ),
    skippedTable(
      'schwab-bank',
      ['date', 'type', 'withdrawal', 'deposit', 'runningbalance'],
      'bank account row (not brokerage)',
    ),
    positionsTable('schwab-positions', ['symbol', 'description', 'price', 'cost basis'], {
      symbol: ['symbol'],
      quantity: ['quantity', 'qty quantity', 'qty'],
      price: ['price'],
      value: ['market value', 'mkt val market value'],
      basis: ['cost basis'],
    }),
  ],
};
