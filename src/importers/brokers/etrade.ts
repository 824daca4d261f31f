import type { Book } from '../book.ts';
import type { BrokerFormat, RowReader } from '../broker.ts';
import type { Columns } from '../headers.ts';
import { isNothing } from '../numbers.ts';
import { readOptionText } from '../options.ts';
import { positionsTable } from '../positions.ts';
import { postRow, type Meaning } from '../post-row.ts';
import { unlistedMeaning } from '../unlisted-words.ts';

/** Activity Type (new) and TransactionType (old), lower case. */
const TYPES: Readonly<Record<string, Meaning>> = {
  bought: 'buy',
  buy: 'buy',
  sold: 'sell',
  sell: 'sell',
  'sold short': 'sell_short',
  'bought to cover': 'buy_to_cover',
  'bought to open': 'buy_to_open',
  'sold to open': 'sell_to_open',
  'bought to close': 'buy_to_close',
  'sold to close': 'sell_to_close',
  'option expired': 'option_expired',
  'option expiration': 'option_expired',
  'option assigned': 'option_assigned',
  'option assignment': 'option_assigned',
  'option exercised': 'option_exercised',
  'option exercise': 'option_exercised',
  dividend: 'dividend',
  'qualified dividend': 'dividend_qualified',
  'non-qualified dividend': 'dividend_nonqualified',
  'dividend reinvestment': 'reinvest',
  'lt cap gain distribution': 'capital_gain_lt',
  'st cap gain distribution': 'capital_gain_st',
  'capital gain': 'capital_gain_lt',
  'interest income': 'interest-by-sign',
  interest: 'interest-by-sign',
  'bank interest': 'interest-by-sign',
  'credit interest': 'interest-by-sign',
  'ach deposit': 'cash',
  'ach withdrawal': 'cash',
  'funds received': 'cash',
  'funds disbursed': 'cash',
  'long term capital gain': 'capital_gain_lt',
  'short term capital gain': 'capital_gain_st',
  'foreign tax paid': 'tax_withheld',
  'dividend adjustment': 'dividend',
  'interest adjustment': 'interest-by-sign',
  'bond interest': 'interest',
  'margin interest': 'margin_interest',
  transfer: 'transfer',
  'online transfer': 'cash',
  'ach transfer': 'cash',
  wire: 'cash',
  'direct debit': 'cash',
  'direct deposit': 'cash',
  contribution: 'cash',
  distribution: 'cash',
  deposit: 'cash',
  withdrawal: 'cash',
  check: 'cash',
  'bill payment': 'cash',
  'service fee': 'fee',
  fee: 'fee',
  'adr fee': 'fee',
  tax: 'tax_withheld',
  'tax withholding': 'tax_withheld',
  'foreign tax': 'tax_withheld',
  'foreign tax withheld': 'tax_withheld',
  'nra tax': 'tax_withheld',
  adjustment: 'journal_cash',
  'exchange delivered out': 'symbol_change',
  'exchange received in': 'symbol_change',
  'cash in lieu': 'cash_in_lieu',
  'stock split': 'split',
  'reverse split': 'split',
  'stock dividend': 'split',
  'stock spin-off': 'spin_off',
  'spin-off': 'spin_off',
  redemption: 'redemption',
  reorganization: 'merger',
  merger: 'merger',
  'name change': 'symbol_change',
  'cancel sold': 'cancel_sell',
  'cancel bought': 'cancel_buy',
  'return of capital': 'return_of_capital',
  misc: 'other',
  miscellaneous: 'other',
  'misc trade': 'other',
};

/** Late-2024 files print "0" for the type: the units, the cash and the text decide. */
function meaningByText(description: string, quantity: number, amount: number): Meaning | null {
  if (/DIVIDEND REINVEST|REINVEST PRICE/i.test(description) && quantity > 0) return 'reinvest';
  if (/\bEXPIR/i.test(description) && amount === 0) return 'option_expired';
  if (/\bASSIGN/i.test(description) && amount === 0) return 'option_assigned';
  if (/\bEXERCIS/i.test(description) && amount === 0) return 'option_exercised';
  if (/INTEREST|\bINT\b/i.test(description)) return 'interest-by-sign';
  if (quantity > 0 && amount < 0) return 'buy';
  if (quantity < 0 && amount > 0) return 'sell';
  if (/DIV/i.test(description) && quantity === 0) return 'dividend';
  if (/\bFEE\b/i.test(description)) return 'fee';
  if (/ACH|WIRE|TRANSFER|DEPOSIT|WITHDRAW|TRNSFR|CHECK/i.test(description) && quantity === 0) return 'cash';
  return null;
}

function openActivity(book: Book, columns: Columns): RowReader {
  const at = (...names: string[]): number => columns.find(...names);
  const [dateAt, settleAt, typeAt, textAt] = [
    at('activity trade date', 'transactiondate'),
    at('settlement date'),
    at('activity type', 'transactiontype'),
    at('description'),
  ];
  const [symbolAt, cusipAt, quantityAt, priceAt, amountAt, feesAt, kindAt] = [
    at('symbol'),
    at('cusip'),
    at('quantity'),
    at('price'),
    at('amount'),
    at('commission'),
    at('securitytype'),
  ];
  return (cells, line) => {
    const date = book.date(cells, dateAt);
    if (!date) return false;
    const word = book.text(cells, typeAt);
    const description = book.text(cells, textAt);
    const quantity = book.units(cells, quantityAt);
    const amount = book.money(cells, amountAt);
    const key = word.toLowerCase();
    let meaning = Object.hasOwn(TYPES, key) ? (TYPES[key] as Meaning) : unlistedMeaning(word);
    if (word === '0' || word === '') meaning = meaningByText(description, quantity ?? 0, amount ?? 0);
    if (meaning === null) {
      book.unknownAction(line, word);
      return true;
    }
    if (meaning === 'dividend' && (quantity ?? 0) > 0 && (amount ?? 0) < 0) meaning = 'reinvest';
    if (meaning === 'reinvest' && !quantity) meaning = 'dividend';
    if (/^MMF$/i.test(book.text(cells, kindAt)) && meaning !== 'interest-by-sign' && meaning !== 'dividend')
      meaning = /INTEREST/i.test(description) ? 'interest' : meaning;
    const symbolCell = book.text(cells, symbolAt);
    const cusip = cusipAt < 0 ? '' : book.text(cells, cusipAt);
    const symbol = !isNothing(symbolCell) ? symbolCell : isNothing(cusip) ? '' : cusip;
    const isOption =
      /^(?:CALL|PUT) +[A-Z]/.test(description) ||
      /^OPTN$/i.test(book.text(cells, kindAt)) ||
      meaning.startsWith('option_');
    const option = isOption ? (readOptionText(description) ?? book.optionOf(symbol)) : null;
    const ratio = /SPLIT RATIO (\d+(?:\.\d+)?:\d+(?:\.\d+)?)/i.exec(description)?.[1];
    postRow(book, line, {
      date,
      settleDate: book.date(cells, settleAt),
      meaning,
      symbol,
      quantity: meaning === 'transfer' ? quantity : quantity,
      price: book.units(cells, priceAt) ?? reinvestPrice(book, meaning, description),
      fees: book.money(cells, feesAt),
      amount,
      description,
      rawType: word,
      option,
      openOrClose: meaning === 'buy' || meaning === 'sell',
      ...(ratio === undefined ? {} : { ratio }),
      ...(meaning === 'fee' && (amount ?? 0) > 0 ? { flags: ['reversal'] } : {}),
    });
    return true;
  };
}

/** "REINVEST PRICE $ 13.94" where the price column is empty. */
function reinvestPrice(book: Book, meaning: Meaning, description: string): number | null {
  const m = meaning === 'reinvest' ? /REINVEST PRICE \$\s*([\d.]+)/i.exec(description) : null;
  return m ? book.numberText(m[1] as string, 8) : null;
}

/** E*TRADE: the 2025 activity download, the older DownloadTxnHistory, positions. */
export const etrade: BrokerFormat = {
  id: 'etrade',
  name: 'E*TRADE',
  noise: /^(?:all transactions|account activity for|for account|total:|account summary|filters applied)/i,
  preamble(book, cells) {
    const first = (cells[0] ?? '').trim();
    const m = /^Account Activity for .*?-\s*(\w{4})\b/i.exec(first);
    if (m?.[1]) book.account = m[1];
    if (/^For Account/i.test(first)) book.account = /(\d{3,})\s*$/.exec(cells[1] ?? '')?.[1] ?? null;
  },
  tables: [
    {
      format: 'etrade-all-transactions-2025',
      kind: 'transactions',
      needs: ['activity trade date', 'activity type', 'quantity', 'amount'],
      open: openActivity,
    },
    {
      format: 'etrade-txn-history',
      kind: 'transactions',
      needs: ['transactiondate', 'transactiontype', 'securitytype', 'commission'],
      open: openActivity,
    },
    positionsTable('etrade-positions', ['symbol', 'last price', 'quantity', 'price paid'], {
      symbol: ['symbol'],
      quantity: ['quantity', 'qty'],
      price: ['last price'],
      value: ['value'],
      basis: ['total cost'],
    }),
  ],
};
