import type { Book } from '../book.ts';
import type { BrokerFormat, RowReader } from '../broker.ts';
import type { Columns } from '../headers.ts';
import { readOptionText } from '../options.ts';
import { postRow, type Meaning } from '../post-row.ts';
import { unlistedMeaning } from '../unlisted-words.ts';
import { skippedTable } from '../positions.ts';

/** Everything a row is stands in DESCRIPTION; first match counts. */
const PHRASES: readonly (readonly [RegExp, Meaning])[] = [
  [/^Bought to Cover /i, 'buy_to_cover'],
  [/^Bought to Open /i, 'buy_to_open'],
  [/^Bought to Close /i, 'buy_to_close'],
  [/^Bought /i, 'buy'],
  [/^Sold Short /i, 'sell_short'],
  [/^Sold to Open /i, 'sell_to_open'],
  [/^Sold to Close /i, 'sell_to_close'],
  [/^Sold /i, 'sell'],
  [/^NON-?QUALIFIED DIVIDEND/i, 'dividend_nonqualified'],
  [/^QUALIFIED DIVIDEND/i, 'dividend_qualified'],
  [/^NON-?TAXABLE DIV|^RETURN OF CAPITAL/i, 'return_of_capital'],
  [/^(?:PAYMENT IN LIEU|SUBSTITUTE|IN LIEU OF DIV)/i, 'payment_in_lieu'],
  [/^DIVIDEND REINVEST/i, 'reinvest'],
  [/^(?:ORDINARY|CASH|SPECIAL|FOREIGN)? ?DIVIDEND/i, 'dividend'],
  [/^DIVIDENDS? ON SHORT/i, 'dividend'],
  [/^LONG TERM (?:GAIN|CAPITAL)/i, 'capital_gain_lt'],
  [/^SHORT TERM (?:GAIN|CAPITAL)/i, 'capital_gain_st'],
  [/WITHHOLDING|TAX WITHHELD/i, 'tax_withheld'],
  [/^(?:MONEY MARKET|CASH ALTERNATIVES) INTEREST/i, 'interest'],
  [/^(?:MONEY MARKET|CASH ALTERNATIVES) (?:PURCHASE|REDEMPTION)/i, 'sweep'],
  [/^MARGIN INTEREST/i, 'margin_interest'],
  [/^(?:FREE BALANCE|OFF-?CYCLE|CREDIT|BANK|BOND|CD)? ?INTEREST/i, 'interest-by-sign'],
  [/^(?:WIRE CHARGE|ADR FEE|SERVICE FEE|.*\bFEE\b)/i, 'fee'],
  [/^CLIENT REQUESTED ELECTRONIC FUNDING/i, 'cash'],
  [/^WIRE (?:INCOMING|OUTGOING)|^(?:ACH|CHECK|DEPOSIT|WITHDRAWAL|ELECTRONIC)/i, 'cash'],
  [/^CASH MOVEMENT OF/i, 'cash'],
  [/^TRANSFER OF SECURITY OR OPTION OUT/i, 'transfer_out'],
  [/^TRANSFER OF SECURITY OR OPTION/i, 'transfer_in'],
  [/^(?:INTERNAL TRANSFER|TRANSFER)/i, 'journal'],
  [/^REMOVAL OF OPTION DUE TO EXPIRATION/i, 'option_expired'],
  [/^REMOVAL OF OPTION DUE TO ASSIGNMENT/i, 'option_assigned'],
  [/^REMOVAL OF OPTION DUE TO EXERCISE/i, 'option_exercised'],
  [/^CASH IN LIEU/i, 'cash_in_lieu'],
  [
    /^(?:STOCK SPLIT|MANDATORY - (?:REVERSE|FORWARD|STOCK)? ?SPLIT|REVERSE SPLIT|MANDATORY REVERSE SPLIT|STOCK DIVIDEND)/i,
    'split',
  ],
  [/^(?:SPIN ?-?OFF|MANDATORY - SPIN)/i, 'spin_off'],
  [/^(?:MERGER|MANDATORY - (?:CASH )?MERGER|MANDATORY MERGER|TENDER)/i, 'merger'],
  [/^(?:MANDATORY - (?:EXCHANGE|NAME CHANGE)|NAME CHANGE|EXCHANGE)/i, 'symbol_change'],
  [/^(?:REDEMPTION|FULL REDEMPTION|MATURITY|MATURED|CALL OF)/i, 'redemption'],
  [/^MARK TO THE MARKET/i, 'journal_cash'],
  [/^(?:REBATE|MISCELLANEOUS|PROMOTION|ADJUSTMENT)/i, 'other'],
];

function openTransactions(book: Book, columns: Columns): RowReader {
  const at = (name: string): number => columns.find(name);
  const feeAts = [
    'commission',
    'reg fee',
    'short term rdm fee',
    'fund redemption fee',
    'deferred sales charge',
  ].map(at);
  const [dateAt, idAt, textAt, quantityAt, symbolAt, priceAt, amountAt] = [
    at('date'),
    at('transaction id'),
    at('description'),
    at('quantity'),
    at('symbol'),
    at('price'),
    at('amount'),
  ];
  return (cells, line) => {
    const date = book.date(cells, dateAt);
    if (!date) return false;
    const text = book.text(cells, textAt);
    const meaning = PHRASES.find(([p]) => p.test(text))?.[1] ?? unlistedMeaning(text);
    if (meaning === null) {
      book.unknownAction(line, text);
      return true;
    }
    const symbol = book.text(cells, symbolAt);
    const option = book.optionOf(symbol) ?? (meaning.startsWith('option_') ? readOptionText(text) : null);
    let fees = 0;
    for (const f of feeAts) fees += Math.abs(book.money(cells, f) ?? 0);
    postRow(book, line, {
      date,
      meaning,
      symbol,
      option,
      fees,
      quantity: book.units(cells, quantityAt),
      openOrClose: meaning === 'buy' || meaning === 'sell',
      price: book.units(cells, priceAt),
      amount: book.money(cells, amountAt),
      description: text,
      rawType: text,
      id: book.text(cells, idAt),
    });
    return true;
  };
}

/** TD Ameritrade (closed 2024; its files live on). */
export const tdameritrade: BrokerFormat = {
  id: 'tdameritrade',
  name: 'TD Ameritrade (legacy)',
  tables: [
    {
      format: 'tda-transactions',
      kind: 'transactions',
      needs: ['date', 'transaction id', 'description', 'quantity', 'symbol', 'reg fee', 'short term rdm fee'],
      open: openTransactions,
    },
    skippedTable(
      'thinkorswim-statement',
      ['date', 'time', 'type', 'ref', 'description', 'misc fees', 'balance'],
      'thinkorswim statement row (export the transaction history instead)',
    ),
  ],
};
