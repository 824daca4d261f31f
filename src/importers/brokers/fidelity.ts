import type { IsoDate } from '../../core/iso-date.ts';
import type { Book } from '../book.ts';
import type { BrokerFormat, RowReader } from '../broker.ts';
import type { Columns } from '../headers.ts';
import { isNothing, readScaled } from '../numbers.ts';
import { readOptionText } from '../options.ts';
import { positionsTable } from '../positions.ts';
import { postRow, type Meaning } from '../post-row.ts';
import { unlistedMeaning } from '../unlisted-words.ts';
import { FIDELITY_VERBS, FIDELITY_WORKPLACE } from './fidelity-words.ts';

const VALUATION = /^(?:INVESTMENT GAIN\/LOSS|CHANGE ON MARKET VALUE|CHANGE IN MARKET VALUE)/;

const CORE = /^(?:SPAXX|FDRXX|FZFXX|SPRXX|FDLXX|FCASH|CORE|315994103|Q[A-Z]{4})\**$/;
const AS_OF = /\bas of ([A-Za-z]{3}-\d{1,2}-\d{4}|\d{1,2}[/-]\d{1,2}[/-]\d{2,4}|\d{4}-\d{2}-\d{2})/gi;
const ACCOUNT_SIDE = /\s*\((?:Cash|Margin|Shares|Short)\)\s*$/i;
const SWAP_TELLERS = /^(?:EXPIRED|ASSIGNED|DISTRIBUTION)\b/;
/** Rows kept until it is known whether the price and quantity columns are swapped. */
const LOOK_AHEAD = 2000;

interface Layout {
  readonly date: number;
  readonly action: number;
  readonly symbol: number;
  readonly description: number;
  readonly quantity: number;
  readonly price: number;
  readonly currency: number;
  readonly commission: number;
  readonly fees: number;
  readonly accrued: number;
  readonly amount: number;
  readonly balance: number;
  readonly settle: number;
  readonly account: number;
}

function meaningOf(action: string): Meaning | null {
  for (const [verb, meaning] of FIDELITY_VERBS) if (verb.test(action)) return meaning;
  return null;
}

const value = (cells: readonly string[], at: number): number => {
  const s = at < 0 ? undefined : cells[at];
  const v = s === undefined || s === '' ? null : readScaled(s, 8, false);
  return v === null || v !== v ? 0 : v;
};

class History {
  private buffer: { cells: string[]; line: number; raw: string }[] | null = [];
  private normal = 0;
  private swapped = 0;
  private readonly processing: { index: number; key: string }[] = [];
  private readonly settled = new Map<string, number>();
  private readonly meanings = new Map<string, Meaning | null>();
  private readonly book: Book;
  private readonly at: Layout;

  constructor(book: Book, at: Layout) {
    this.book = book;
    this.at = at;
  }

  read(cells: string[], line: number): boolean {
    if (this.book.date(cells, this.at.date) === null) return false;
    if (this.buffer === null) {
      this.row(cells, line);
      return true;
    }
    this.weigh(cells);
    this.buffer.push({ cells: cells.slice(), line, raw: this.book.rawRecord() });
    if (this.buffer.length >= LOOK_AHEAD) this.flush();
    return true;
  }

  end(): void {
    this.flush();
    this.dropProcessingTwins();
  }

  /** Signs tell which of the two columns holds the units: a price is never negative. */
  private weigh(cells: readonly string[]): void {
    const { at } = this;
    const action = (cells[at.action] ?? '').trim().toUpperCase();
    const q = value(cells, at.quantity);
    const p = value(cells, at.price);
    if (q < 0) this.normal++;
    if (p < 0) this.swapped++;
    if (SWAP_TELLERS.test(action)) {
      if (q !== 0 && p === 0) this.normal++;
      if (p !== 0 && q === 0) this.swapped++;
    }
  }

  private flush(): void {
    const rows = this.buffer;
    this.buffer = null;
    if (!rows) return;
    const live = this.book.rawRecord;
    for (const { cells, line, raw } of rows) {
      this.book.begin();
      this.book.rawRecord = () => raw;
      this.row(cells, line);
    }
    this.book.rawRecord = live;
  }

  /** Units and price of a row, whatever the header calls its columns. */
  private unitsAndPrice(cells: readonly string[]): {
    quantity: number | null;
    price: number | null;
    currency: string;
  } {
    const { book, at } = this;
    const printed = book.text(cells, at.quantity);
    if (/^[A-Z]{3}$/.test(printed) && at.currency >= 0) {
      // Shifted rows: the quantity cell holds the currency, and price and units stand one column on.
      return {
        quantity: book.units(cells, at.price),
        price: book.units(cells, at.currency),
        currency: printed,
      };
    }
    const currency = at.currency < 0 ? '' : book.text(cells, at.currency);
    const q = book.units(cells, at.quantity);
    const p = book.units(cells, at.price);
    const turn = (p ?? 0) < 0 || (this.swapped > this.normal && (q ?? 0) >= 0);
    return turn ? { quantity: p, price: q, currency } : { quantity: q, price: p, currency };
  }

  private row(cells: string[], line: number): void {
    const { book, at } = this;
    const printed = book.date(cells, at.date) as IsoDate;
    const text = book.text(cells, at.action);
    const action = text.replace(ACCOUNT_SIDE, '');
    const upper = action.toUpperCase();
    if (VALUATION.test(upper)) {
      book.problem(
        line,
        'valuation-row',
        'This row states a change of market value. Nothing was bought or sold, so nothing is booked.',
      );
      return;
    }
    const { quantity: units, price: printedPrice, currency } = this.unitsAndPrice(cells);
    const plan = FIDELITY_WORKPLACE[upper.toLowerCase()];
    let quantity = units;
    let price = printedPrice;
    let meaning: Meaning | null;
    let amount = book.money(cells, at.amount);
    if (plan && Object.hasOwn(FIDELITY_WORKPLACE, upper.toLowerCase())) {
      if (!quantity && price) [quantity, price] = [price, null];
      meaning = plan[quantity ? 0 : 1];
      if (quantity && amount !== null)
        amount = (meaning === 'sell' ? Math.abs(amount) : -Math.abs(amount)) as typeof amount;
    } else meaning = this.remembered(upper);
    if (meaning === null) {
      book.unknownAction(line, action);
      return;
    }
    this.book1(cells, line, { printed, text, action, meaning, quantity, price, amount, currency });
  }

  private remembered(upper: string): Meaning | null {
    let m = this.meanings.get(upper);
    if (m === undefined) {
      m = meaningOf(upper) ?? unlistedMeaning(upper.split(' ', 3).join(' '));
      if (this.meanings.size > 20_000) this.meanings.clear();
      this.meanings.set(upper, m);
    }
    return m;
  }

  private book1(
    cells: readonly string[],
    line: number,
    r: {
      printed: IsoDate;
      text: string;
      action: string;
      meaning: Meaning;
      quantity: number | null;
      price: number | null;
      amount: number | null;
      currency: string;
    },
  ): void {
    const { book, at } = this;
    const description = book.text(cells, at.description);
    const symbolCell = book.text(cells, at.symbol);
    const symbol = isNothing(symbolCell)
      ? symbolFrom(description, r.action, r.meaning)
      : symbolCell.replace(/\*+$/, '');
    let option = symbol === '' ? null : book.optionOf(symbol);
    option ??=
      r.meaning.startsWith('option_') || /\b(?:OPENING|CLOSING) TRANSACTION\b/i.test(r.action)
        ? readOptionText(`${r.action} ${description}`)
        : null;
    const effective = this.effectiveDate(r.action);
    const meaning = this.refine(r.meaning, symbol, description, r.action, r.quantity);
    const commission = book.money(cells, at.commission);
    const fees = book.money(cells, at.fees);
    const accrued = book.money(cells, at.accrued);
    const index = postRow(book, line, {
      date: effective ?? r.printed,
      postedDate: effective ? r.printed : null,
      meaning,
      symbol,
      quantity: transferSign(meaning, r.action, r.quantity),
      price: r.price,
      fees: Math.abs(commission ?? 0) + Math.abs(fees ?? 0),
      amount: r.amount,
      description: r.text === '' || r.text === description ? description : r.text,
      rawType: rawTypeOf(r.action, description),
      option,
      openOrClose: meaning === 'buy' || meaning === 'sell',
      ...(at.account < 0 ? {} : { account: book.text(cells, at.account) }),
      ...(/^[A-Z]{3}$/.test(r.currency) ? { currency: r.currency } : {}),
      settleDate: book.date(cells, at.settle),
      accruedInterest: accrued,
    });
    if (index >= 0 && at.balance >= 0) this.noteBalance(index, book.text(cells, at.balance));
  }

  private effectiveDate(action: string): IsoDate | null {
    if (!/as of/i.test(action)) return null;
    let last: IsoDate | null = null;
    for (const m of action.matchAll(AS_OF)) last = this.book.dates.read(m[1] as string) ?? last;
    return last;
  }

  private refine(
    meaning: Meaning,
    symbol: string,
    description: string,
    action: string,
    quantity: number | null,
  ): Meaning {
    if (meaning === 'reinvest' && (CORE.test(symbol) || /^cash$/i.test(description))) return 'sweep';
    if (meaning === 'split' && !quantity) return 'dividend';
    if (meaning === 'merger' && /^IN LIEU/i.test(action)) return 'cash_in_lieu';
    return meaning;
  }

  private noteBalance(index: number, balance: string): void {
    const t = this.book.transactions[index];
    if (!t) return;
    const key = `${t.date}|${t.account}|${t.rawType}|${t.symbol}|${t.quantity}|${t.price}|${t.amount}`;
    if (/^processing$/i.test(balance)) this.processing.push({ index, key });
    else this.settled.set(key, (this.settled.get(key) ?? 0) + 1);
  }

  /** A row still "Processing" repeats one that is settled further up: one of the two is left out. */
  private dropProcessingTwins(): void {
    const twins = new Set<number>();
    for (const { index, key } of this.processing) {
      const n = this.settled.get(key) ?? 0;
      if (n > 0) {
        this.settled.set(key, n - 1);
        twins.add(index);
      }
    }
    this.book.withdraw(twins, 'still processing; the settled row is in the file too');
  }
}

/** Transfers print their direction in words, and units without a sign in some layouts. */
function transferSign(meaning: Meaning, action: string, quantity: number | null): number | null {
  if (!quantity || (meaning !== 'transfer' && meaning !== 'journal')) return quantity;
  if (/\b(?:DELIVER|TRANSFERRED TO)\b/i.test(action)) return -Math.abs(quantity);
  return quantity;
}

function symbolFrom(description: string, action: string, meaning: Meaning): string {
  // Reorganisation rows name the moved security by its CUSIP at the end of the action.
  const cusip = /\(([0-9A-Z]{8}\d)\)/;
  const moved =
    cusip.exec(action)?.[1] ??
    /\bISIN #?([A-Z]{2}[A-Z0-9]{9}\d)\b/.exec(description)?.[1] ??
    cusip.exec(description)?.[1];
  if (moved !== undefined) return moved;
  if (meaning === 'cash' || meaning === 'journal' || meaning === 'transfer') return '';
  const ticker = /\(([A-Z][A-Z0-9./]{0,5})\)\s*$/.exec(action);
  return ticker?.[1] ?? (/^no description$/i.test(description) ? '' : workplaceName(meaning, description));
}

/** Plan funds have no ticker: their name is what identifies them. */
const workplaceName = (meaning: Meaning, description: string): string =>
  meaning === 'buy' || meaning === 'sell' || meaning === 'reinvest' ? description : '';

/** The verb without the security's name, which repeats the description. */
function rawTypeOf(action: string, description: string): string {
  const name = description.slice(0, 12);
  const i =
    name.length >= 4 && !/^no desc/i.test(name) ? action.toUpperCase().indexOf(name.toUpperCase()) : -1;
  return (i > 0 ? action.slice(0, i) : action).trim();
}

function openHistory(book: Book, columns: Columns, over: Partial<Layout> = {}): RowReader {
  const at = (...names: string[]): number => columns.find(...names);
  const history = new History(book, {
    date: at('run date', 'date', 'transaction date'),
    action: at('action'),
    symbol: at('symbol'),
    description: at('description', 'security description'),
    quantity: at('quantity'),
    price: at('price'),
    currency: at('currency'),
    commission: at('commission'),
    fees: at('fees'),
    accrued: at('accrued interest'),
    amount: at('amount'),
    balance: at('cash balance'),
    settle: at('settlement date'),
    account: at('account number', 'account'),
    ...over,
  });
  const read: RowReader = (cells, line) => history.read(cells, line);
  read.end = () => history.end();
  return read;
}

/** Fidelity: account histories of all years, Activity & Orders, NetBenefits, positions. */
export const fidelity: BrokerFormat = {
  id: 'fidelity',
  name: 'Fidelity',
  noise: /^(?:brokerage$|\d{6,8}\.\d+\.\d+|spread|the spread|the price you|no description$)/i,
  tables: [
    {
      format: 'fidelity-history',
      kind: 'transactions',
      needs: ['run date', 'action', 'symbol', 'amount', 'settlement date'],
      open: (b, c) => openHistory(b, c),
    },
    {
      format: 'fidelity-accounts-history',
      kind: 'transactions',
      needs: ['run date', 'account', 'action', 'symbol', 'amount', 'settlement date'],
      open: (b, c) => openHistory(b, c),
    },
    {
      format: 'fidelity-history-foreign',
      kind: 'transactions',
      needs: ['run date', 'action', 'symbol', 'amount', 'settlement date', 'exchange quantity'],
      open: (b, c) => openHistory(b, c),
    },
    {
      format: 'fidelity-activity-orders',
      kind: 'transactions',
      needs: ['date', 'description', 'cash balance', 'security description'],
      open: (b, c) =>
        openHistory(b, c, { action: c.find('description'), description: c.find('security description') }),
    },
    {
      format: 'fidelity-netbenefits',
      kind: 'transactions',
      needs: ['transaction date', 'investment', 'contribution', 'units'],
      open: (b, c) =>
        openHistory(b, c, {
          action: c.find('activity', 'description'),
          description: c.find('investment'),
          symbol: -1,
          quantity: c.find('units', 'shares unit'),
        }),
    },
    positionsTable(
      'fidelity-positions',
      ['account number', 'symbol', 'quantity', 'last price'],
      {
        account: ['account number'],
        symbol: ['symbol'],
        quantity: ['quantity'],
        price: ['last price'],
        value: ['current value'],
        basis: ['cost basis total', 'cost basis'],
      },
      ['run date'],
    ),
    positionsTable(
      'fidelity-positions',
      ['symbol cusip', 'description', 'quantity', 'price', 'ending value'],
      {
        symbol: ['symbol cusip'],
        quantity: ['quantity'],
        price: ['price'],
        value: ['ending value'],
        basis: ['cost basis'],
      },
    ),
  ],
};
