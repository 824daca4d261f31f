import type { IsoDate } from '../../core/iso-date.ts';
import type { Book } from '../book.ts';
import type { BrokerFormat, RowReader } from '../broker.ts';
import type { Columns } from '../headers.ts';
import { positionsTable, skippedTable } from '../positions.ts';
import { postRow, reusedRow, type Meaning } from '../post-row.ts';

/** Action words of the brokerage export, lower case. */
const ACTIONS: Readonly<Record<string, Meaning>> = {
  buy: 'buy',
  'buy to open': 'buy_to_open',
  'buy to close': 'buy_to_close',
  'buy to cover': 'buy_to_cover',
  'reinvest shares': 'reinvest',
  'cancel buy': 'cancel_buy',
  'cancel sell': 'cancel_sell',
  sell: 'sell',
  'sell to open': 'sell_to_open',
  'sell to close': 'sell_to_close',
  'sell short': 'sell_short',
  expired: 'option_expired',
  assigned: 'option_assigned',
  'exchange or exercise': 'option_exercised',
  'options frwd split': 'split',
  'options frwd split adj': 'split',
  'options rvrs split': 'split',
  'options rvrs split adj': 'split',
  dividend: 'dividend',
  'cash dividend': 'dividend',
  'qualified dividend': 'dividend_qualified',
  'non-qualified div': 'dividend_nonqualified',
  'special dividend': 'dividend',
  'special qual div': 'dividend_qualified',
  'special non qual div': 'dividend_nonqualified',
  'pr yr cash div': 'dividend',
  'pr yr div reinvest': 'dividend',
  'pr yr special div': 'dividend',
  'pr yr non-qual div': 'dividend_nonqualified',
  'pr yr qual div': 'dividend_qualified',
  'reinvest dividend': 'dividend',
  'qual div reinvest': 'dividend_qualified',
  'div adjustment': 'dividend',
  'cash in lieu of dividend': 'payment_in_lieu',
  'substitute payment': 'payment_in_lieu',
  'long term cap gain': 'capital_gain_lt',
  'short term cap gain': 'capital_gain_st',
  'long term cap gain reinvest': 'capital_gain_lt',
  'short term cap gain reinvest': 'capital_gain_st',
  'return of capital': 'return_of_capital',
  'cash in lieu': 'cash_in_lieu',
  'bank interest': 'interest',
  'credit interest': 'interest',
  'bond interest': 'interest',
  'cd interest': 'interest',
  'interest adj': 'interest',
  'bank interest adj': 'interest',
  'credit interest adj': 'interest',
  'promotional award': 'other',
  'misc credits': 'other',
  'misc cash entry': 'other',
  'margin interest': 'margin_interest',
  'short stock borrow fee': 'margin_interest',
  'service fee': 'fee',
  'advisor fee': 'fee',
  'adr mgmt fee': 'fee',
  'nra tax adj': 'tax_withheld',
  'nra withholding': 'tax_withheld',
  'pr yr nra tax': 'tax_withheld',
  'foreign tax paid': 'tax_withheld',
  'foreign tax reclaim': 'tax_withheld',
  'irs withhold adj': 'tax_withheld',
  'backup withholding': 'tax_withheld',
  'moneylink transfer': 'cash',
  'moneylink deposit': 'cash',
  'moneylink adj': 'cash',
  'wire funds': 'cash',
  'wire funds received': 'cash',
  'wire sent': 'cash',
  'wire received': 'cash',
  'wire funds adj': 'cash',
  'funds received': 'cash',
  'funds paid': 'cash',
  'bank transfer': 'cash',
  'atm withdrawal': 'cash',
  'visa purchase': 'cash',
  'schwab atm rebate': 'other',
  'futures mm sweep': 'journal_cash',
  'cd deposit adj': 'other',
  'cd deposit funds': 'other',
  journal: 'journal',
  'internal transfer': 'journal',
  'journaled shares': 'journal',
  'security transfer': 'journal',
  'stock plan activity': 'stock_plan',
  'stock split': 'split',
  'reverse split': 'split',
  'stock div dist': 'split',
  'spin-off': 'spin_off',
  'stock merger': 'merger',
  'cash merger': 'merger',
  'cash merger adj': 'merger',
  'cash/stock merger': 'merger',
  'stock merger adj': 'merger',
  'name change': 'symbol_change',
  'symbol change': 'symbol_change',
  conversion: 'symbol_change',
  'mandatory exchange': 'symbol_change',
  'full redemption': 'redemption',
  'full redemption adj': 'redemption',
  'partial redemption': 'redemption',
  'partial redemption adj': 'redemption',
  'full call': 'redemption',
  'bond maturity': 'redemption',
};

/** TD Ameritrade migration rows keep the old wording in the description. */
const TDA_ROW = /^TDA TRAN - (.*?)(?:\s*\(([A-Z0-9./]+)\))?\s*$/i;
const AS_OF = /^(.*?)\s+as of\s+(.*)$/i;
const CUSIP = /^[0-9]{3}[0-9A-Z]{5}[0-9]$/;

/** Action words as printed, with their meaning: looked up once per distinct spelling. */
function meaningOf(action: string): Meaning | null {
  const key = action.toLowerCase();
  return Object.hasOwn(ACTIONS, key) ? (ACTIONS[key] as Meaning) : null;
}

function openBrokerage(book: Book, columns: Columns): RowReader {
  const at = (...names: string[]): number => columns.find(...names);
  const [dateAt, actionAt, symbolAt, descriptionAt] = [at('date'), at('action'), at('symbol'), at('description')];
  const [quantityAt, priceAt, feesAt, amountAt] = [at('quantity'), at('price'), at('fees comm'), at('amount')];
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
    if (index >= 0 && meaning === 'split' && /REVERSE SPLIT/i.test(`${action} ${description}`)) noteReverseLeg(book, index, symbol, description);
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
    if (!other || other.type !== 'split' || other.date !== t.date || other.quantity > 0 === t.quantity > 0) continue;
    if (!other.description.startsWith(base.slice(0, 12))) continue;
    const [oldAt, fresh] = t.quantity < 0 ? [index, other] : [i, t];
    const old = book.transactions[oldAt];
    if (old && fresh.symbol) book.transactions[oldAt] = { ...old, flags: oldAt === index ? flags : old.flags, linksTo: fresh.symbol };
    if (oldAt !== index) book.transactions[index] = { ...t, flags };
    return;
  }
  book.transactions[index] = { ...t, flags };
}

/** Vests and sales of the stock-plan account: one logical row is two records, the second starting with empty cells. */
function openEquityAwards(book: Book, columns: Columns): RowReader {
  const at = (name: string): number => columns.find(name);
  const netAt = at('netsharesdeposited');
  const fmvAt = at('fairmarketvalueprice');
  const salePriceAt = at('saleprice');
  const taxesAt = at('taxes');
  let open: { line: number; raw: string; cells: string[]; date: IsoDate } | null = null;
  const flush = (second: string[] | null, line2: number): void => {
    if (!open) return;
    const { line, cells, date } = open;
    open = null;
    book.begin();
    const lines = second ? [line, line2] : [line];
    const action = book.text(cells, at('action'));
    const detail = second ?? cells;
    const quantity = book.units(cells, at('quantity')) ?? 0;
    const amount = book.money(cells, at('amount'));
    const base = {
      date,
      symbol: book.text(cells, at('symbol')),
      description: book.text(cells, at('description')),
      rawType: action,
      fees: book.money(cells, at('feesandcommissions')),
    };
    switch (action.toLowerCase()) {
      case 'lapse': {
        const net = book.units(detail, netAt) ?? quantity;
        book.add(lines, { ...base, type: 'stock_plan', quantity: Math.abs(net), price: book.units(detail, fmvAt), flags: ['price_is_value_at_vest'], taxWithheld: book.money(detail, taxesAt) });
        return;
      }
      case 'deposit':
        // The vest booked the units; the move to the brokerage account takes them out of the plan account.
        book.add(lines, { ...base, type: 'transfer_out', quantity: -Math.abs(quantity) });
        return;
      case 'sale':
      case 'forced quick sell':
      case 'quick sell':
        if (quantity === 0 || amount === null) book.missing(line, 'quantity or amount');
        else book.add(lines, { ...base, type: 'sell', quantity: -Math.abs(quantity), price: book.units(detail, salePriceAt), amount: Math.abs(amount) });
        return;
      case 'wire transfer':
      case 'journal':
        book.add(lines, { ...base, symbol: null, type: action.toLowerCase() === 'journal' ? 'journal_cash' : (amount ?? 0) > 0 ? 'deposit' : 'withdrawal', amount });
        return;
      default:
        for (const l of lines) book.unknownAction(l, action);
    }
  };
  const read: RowReader = (cells, line) => {
    const date = book.date(cells, at('date'));
    if (date) {
      flush(null, 0);
      open = { line, raw: book.rawRecord(), cells: cells.slice(), date };
      // A sale of one lot may print everything on one record.
      return true;
    }
    if (open && cells.slice(0, 8).every((c) => c.trim() === '') && cells.some((c) => c.trim() !== '')) {
      flush(cells, line);
      return true;
    }
    flush(null, 0);
    return false;
  };
  read.end = () => flush(null, 0);
  return read;
}

/** Charles Schwab: brokerage history (three layouts), Equity Awards, bank statements (set aside), positions. */
export const schwab: BrokerFormat = {
  id: 'schwab',
  name: 'Charles Schwab',
  noise: /^(?:transactions +for |positions for |posted transactions|pending transactions)/i,
  preamble(book, cells) {
    const m = /^Transactions +for (?:Checking )?account (.+?) (?:as of|From) /i.exec(cells[0] ?? '');
    if (m?.[1]) book.account = m[1];
    const banner = cells.length <= 2 ? /^[\w .&'-]+ ((?:XXXX-|\.\.\.)\d{3,4})$/.exec(cells[0] ?? '') : null;
    if (banner?.[1]) book.account = banner[1];
    const p = /^Positions for (?:account )?(.+?) as of/i.exec(cells[0] ?? '');
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
    { format: 'schwab-equity-awards', kind: 'transactions', needs: ['date', 'action', 'awarddate', 'fairmarketvalueprice'], open: openEquityAwards },
    skippedTable('schwab-bank', ['date', 'status', 'type', 'checknumber', 'runningbalance'], 'bank account row (not brokerage)'),
    skippedTable('schwab-bank', ['date', 'type', 'withdrawal', 'deposit', 'runningbalance'], 'bank account row (not brokerage)'),
    positionsTable('schwab-positions', ['symbol', 'description', 'price', 'cost basis'], {
      symbol: ['symbol'],
      quantity: ['quantity', 'qty quantity', 'qty'],
      price: ['price'],
      value: ['market value', 'mkt val market value'],
      basis: ['cost basis'],
    }),
  ],
};
