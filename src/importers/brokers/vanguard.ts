import type { Book } from '../book.ts';
import type { BrokerFormat, RowReader } from '../broker.ts';
import type { Columns } from '../headers.ts';
import { isNothing } from '../numbers.ts';
import { positionsTable } from '../positions.ts';
import { postRow, type Meaning } from '../post-row.ts';
import { unlistedMeaning } from '../unlisted-words.ts';

/** Transaction Type, lower case. */
const TYPES: Readonly<Record<string, Meaning>> = {
  buy: 'buy',
  'buy (initial)': 'buy',
  sell: 'sell',
  'sell short': 'sell_short',
  'buy to cover': 'buy_to_cover',
  'buy cancel': 'cancel_buy',
  'sell cancel': 'cancel_sell',
  dividend: 'dividend',
  'dividend received': 'dividend',
  reinvestment: 'reinvest',
  'dividend reinvestment': 'reinvest',
  'reinvestment (lt gain)': 'reinvest',
  'reinvestment (st gain)': 'reinvest',
  'capital gain (lt)': 'capital_gain_lt',
  'capital gain (st)': 'capital_gain_st',
  'return of capital': 'return_of_capital',
  interest: 'interest-by-sign',
  'interest charge': 'margin_interest',
  fee: 'fee',
  withholding: 'tax_withheld',
  income: 'dividend',
  partnership: 'dividend',
  'funds received': 'cash',
  withdrawal: 'cash',
  contribution: 'cash',
  'contribution aip': 'cash',
  distribution: 'cash',
  'wire in': 'cash',
  'wire out': 'cash',
  'rollover (incoming)': 'transfer',
  'rollover (outgoing)': 'transfer',
  'rollover conversion': 'transfer',
  'transfer (incoming)': 'transfer',
  'transfer (outgoing)': 'transfer',
  'transfer (in)': 'transfer',
  'transfer (out)': 'transfer',
  transfer: 'transfer',
  'conversion (incoming)': 'symbol_change',
  'conversion (outgoing)': 'symbol_change',
  'merger (incoming)': 'merger',
  'merger (outgoing)': 'merger',
  'stock split': 'split',
  'corp action (redemption)': 'redemption',
  'corp action (spinoff)': 'spin_off',
  'corp action (cash in lieu)': 'cash_in_lieu',
  'corp action (exchange)': 'symbol_change',
  'corp action (sec exchange)': 'symbol_change',
  'corp action (merger)': 'merger',
  'corp action (name change)': 'symbol_change',
  'corp action (stock dividend)': 'split',
  exchange: 'symbol_change',
  'exchange (incoming)': 'symbol_change',
  'exchange (outgoing)': 'symbol_change',
  'buy to open': 'buy_to_open',
  'sell to open': 'sell_to_open',
  'buy to close': 'buy_to_close',
  'sell to close': 'sell_to_close',
  expired: 'option_expired',
  assigned: 'option_assigned',
  exercised: 'option_exercised',
  'sweep in': 'sweep',
  'sweep out': 'sweep',
  sweep: 'sweep',
};

const SETTLEMENT_FUND = /^(?:VMFXX|VMMXX|VMRXX)$/;
const OUTGOING = /outgoing|\(out\)/i;

function openBrokerage(book: Book, columns: Columns): RowReader {
  const at = (...names: string[]): number => columns.find(...names);
  const [dateAt, settleAt, typeAt, textAt, nameAt, symbolAt] = [
    at('trade date'),
    at('settlement date'),
    at('transaction type'),
    at('transaction description'),
    at('investment name', 'name'),
    at('symbol'),
  ];
  const [sharesAt, priceAt, feesAt, amountAt, accruedAt, accountAt] = [
    at('shares', 'quantity'),
    at('share price', 'price'),
    at('commissions and fees', 'commission and fees', 'commission fees', 'commission'),
    at('net amount', 'amount'),
    at('accrued interest'),
    at('account number'),
  ];
  return (cells, line) => {
    const date = book.date(cells, dateAt);
    if (!date) return false;
    const word = book.text(cells, typeAt);
    const key = word.toLowerCase();
    let meaning = Object.hasOwn(TYPES, key) ? (TYPES[key] as Meaning) : unlistedMeaning(word);
    if (meaning === null) {
      book.unknownAction(line, word);
      return true;
    }
    const name = book.text(cells, nameAt);
    const printed = book.text(cells, symbolAt);
    const cash = /^cash$/i.test(name);
    let symbol = isNothing(printed) ? '' : printed;
    const settlement =
      SETTLEMENT_FUND.test(symbol) || (symbol === '' && /FEDERAL MONEY MARKET|SETTLEMENT FUND/i.test(name));
    let quantity = book.units(cells, sharesAt);
    const amount = book.money(cells, amountAt);
    if (meaning === 'reinvest' && settlement) meaning = 'sweep';
    if (meaning === 'symbol_change' && key.startsWith('exchange') && amount && quantity)
      meaning = quantity < 0 ? 'sell' : 'buy';
    // Redemptions print the units that leave as a positive number.
    if (meaning === 'redemption' && quantity) quantity = -Math.abs(quantity) as typeof quantity;
    if (OUTGOING.test(key) && quantity) quantity = -Math.abs(quantity) as typeof quantity;
    // Treasuries come without a symbol; the name is then all that tells them apart.
    if (symbol === '' && !cash && quantity) symbol = name;
    const fee = book.text(cells, feesAt);
    postRow(book, line, {
      date,
      settleDate: book.date(cells, settleAt),
      meaning,
      symbol,
      quantity,
      price: book.units(cells, priceAt),
      fees: /^free$/i.test(fee) ? null : book.money(cells, feesAt),
      amount,
      description: `${book.text(cells, textAt)} ${name}`,
      rawType: word,
      option: symbol === '' ? null : book.optionOf(symbol),
      account: accountAt < 0 ? undefined : book.text(cells, accountAt),
      accruedInterest: book.money(cells, accruedAt),
      ...(meaning === 'cash' && /contribution/i.test(word) ? { flags: ['ira_contribution'] } : {}),
    });
    return true;
  };
}

/** Retirement plans and 529 plans: the money of a row is in its units. */
function openPlan(book: Book, columns: Columns): RowReader {
  const at = (...names: string[]): number => columns.find(...names);
  const amountAt = at('net amount', 'dollar amount', 'amount');
  const sharesAt = at('transaction shares', 'shares');
  const typeAt = at('transaction activity', 'transaction type');
  return (cells, line) => {
    const date = book.date(cells, at('trade date'));
    if (!date) return false;
    const word = book.text(cells, typeAt);
    const quantity = book.units(cells, sharesAt);
    const printed = book.money(cells, amountAt);
    const units = quantity ?? 0;
    const leaves = units < 0 || (units === 0 && /withdraw|distribution|fee|\bout\b/i.test(word));
    const meaning: Meaning =
      units === 0
        ? /fee/i.test(word)
          ? 'fee'
          : /dividend|income/i.test(word)
            ? 'dividend'
            : 'cash'
        : leaves
          ? 'sell'
          : /dividend|reinvest|income/i.test(word)
            ? 'reinvest'
            : 'buy';
    const amount =
      printed === null ? null : units === 0 ? printed : leaves ? Math.abs(printed) : -Math.abs(printed);
    postRow(book, line, {
      date,
      meaning,
      quantity,
      amount,
      symbol: book.text(cells, at('symbol')) || book.text(cells, at('investment name')),
      price: book.units(cells, at('share price', 'price')),
      fees: null,
      description: `${book.text(cells, at('transaction description'))} ${book.text(cells, at('investment name'))}`,
      rawType: word,
      account: book.text(cells, at('account number', 'plan number')),
    });
    return true;
  };
}

/** Vanguard OfxDownload.csv: holdings, brokerage, retirement and 529 tables in one file. */
export const vanguard: BrokerFormat = {
  id: 'vanguard',
  name: 'Vanguard',
  tables: [
    {
      format: 'vanguard-ofxdownload',
      kind: 'transactions',
      needs: [
        'account number',
        'trade date',
        'settlement date',
        'transaction type',
        'principal amount',
        'net amount',
      ],
      open: openBrokerage,
    },
    {
      format: 'vanguard-custom-activity',
      kind: 'transactions',
      needs: [
        'settlement date',
        'trade date',
        'symbol',
        'name',
        'transaction type',
        'account type',
        'commission and fees',
        'amount',
      ],
      open: openBrokerage,
    },
    {
      format: 'vanguard-plan',
      kind: 'transactions',
      needs: [
        'trade date',
        'run date',
        'transaction activity',
        'investment name',
        'transaction shares',
        'dollar amount',
      ],
      open: openPlan,
    },
    {
      format: 'vanguard-529',
      kind: 'transactions',
      needs: [
        'account number',
        'trade date',
        'process date',
        'transaction type',
        'investment name',
        'gross amount',
        'net amount',
      ],
      open: openPlan,
    },
    positionsTable(
      'vanguard-positions',
      ['account number', 'investment name', 'symbol', 'shares', 'share price', 'total value'],
      {
        account: ['account number'],
        symbol: ['symbol'],
        quantity: ['shares'],
        price: ['share price'],
        value: ['total value'],
      },
    ),
    positionsTable('vanguard-positions', ['fund name', 'price', 'shares', 'total value'], {
      account: ['fund account number', 'plan number'],
      symbol: ['fund name'],
      quantity: ['shares'],
      price: ['price'],
      value: ['total value'],
    }),
  ],
};
