import type { Book } from '../book.ts';
import type { BrokerFormat, RowReader } from '../broker.ts';
import type { Columns } from '../headers.ts';
import { isNothing } from '../numbers.ts';
import { readOptionText } from '../options.ts';
import { positionsTable } from '../positions.ts';
import { postRow, type Meaning } from '../post-row.ts';
import { unlistedMeaning } from '../unlisted-words.ts';

/** Description 1, lower case, for every Type. */
const WORDS: readonly (readonly [RegExp, Meaning])[] = [
  [/^(?:purchase|buy)\b.*\b(?:cxl|cancel)/, 'cancel_buy'],
  [/^(?:sale|sell)\b.*\b(?:cxl|cancel)/, 'cancel_sell'],
  [/^short sale/, 'sell_short'],
  [/^(?:cover short|buy to cover)/, 'buy_to_cover'],
  [/^(?:purchase|buy)\b/, 'buy'],
  [/^(?:sale|sell|sold)\b/, 'sell'],
  [/^stock dividend|due bill|^stock split|^reverse split/, 'split'],
  [/^(?:reinvestment|reinvest)/, 'reinvest'],
  [/^qualified dividend/, 'dividend_qualified'],
  [/^(?:non-?qualified|non qualified)/, 'dividend_nonqualified'],
  [/^(?:substitute|payment in lieu|in lieu)/, 'payment_in_lieu'],
  [/^cash in lieu/, 'cash_in_lieu'],
  [/^return of (?:capital|principal)/, 'return_of_capital'],
  [/^(?:foreign |cash |special )?dividend/, 'dividend'],
  [/^lg tm cap gain|^long[- ]term cap/, 'capital_gain_lt'],
  [/^sh tm cap gain|^short[- ]term cap/, 'capital_gain_st'],
  [/^(?:tax[- ]exempt|muni).*interest/, 'interest_tax_exempt'],
  [/^margin interest|^interest charged/, 'margin_interest'],
  [/interest/, 'interest-by-sign'],
  [/(?:tax|withholding)/, 'tax_withheld'],
  [/\bfee\b/, 'fee'],
  [
    /^(?:funds received|pre-authorized|direct deposit|current year contribution|prior year contribution|contribution|check|deposit|withdrawal|wire|ach|electronic|visa|atm|debit|credit|transfer to|transfer from|funds)/,
    'cash',
  ],
  [/^(?:transfer|journal|acat|security transfer|delivered|received)/, 'journal'],
  [/^(?:spin ?-?off)/, 'spin_off'],
  [/^(?:merger|tender)/, 'merger'],
  [/^(?:exchange|name change|conversion)/, 'symbol_change'],
  [/^(?:redemption|redeemed|matured|maturity|called)/, 'redemption'],
  [/^(?:expired|expiration|option expir)/, 'option_expired'],
  [/^(?:assigned|assignment|option assign)/, 'option_assigned'],
  [/^(?:exercised|exercise|option exerc)/, 'option_exercised'],
];

const SWEEP_TEXT = /ML DIRECT DEPOSIT PROGRM|BANK DEPOSIT PROGRAM|ML BANK DEPOSIT/i;

function openActivity(book: Book, columns: Columns): RowReader {
  const at = (...names: string[]): number => columns.find(...names);
  const [dateAt, settleAt, pendingAt, accountAt, typeAt, wordAt, textAt] = [
    at('trade date'),
    at('settlement date'),
    at('pending settled'),
    at('account'),
    at('type'),
    at('description 1', 'description'),
    at('description 2'),
  ];
  const [symbolAt, quantityAt, priceAt, amountAt] = [
    at('symbol cusip', 'symbol'),
    at('quantity'),
    at('price'),
    at('amount'),
  ];
  return (cells, line) => {
    const date = book.date(cells, dateAt);
    if (!date) return false;
    const word = book.text(cells, wordAt);
    const kind = book.text(cells, typeAt);
    const text = book.text(cells, textAt);
    const printed = book.text(cells, symbolAt);
    const symbol = isNothing(printed) ? '' : printed;
    const quantity = book.units(cells, quantityAt);
    const lower = word.toLowerCase();
    let meaning = WORDS.find(([p]) => p.test(lower))?.[1] ?? unlistedMeaning(word);
    if (/^Checking$/i.test(kind)) meaning ??= 'cash';
    if ((meaning === 'cash' || meaning === 'journal') && SWEEP_TEXT.test(text) && quantity) meaning = 'sweep';
    // Shares delivered as a "Dividend" without cash are the last step of a split.
    if (meaning === 'dividend' && quantity && /^SecurityTransactions$/i.test(kind)) meaning = 'split';
    if (meaning === null) {
      book.unknownAction(line, word);
      return true;
    }
    const option =
      symbol === ''
        ? readOptionText(text)
        : (book.optionOf(symbol) ?? (/^(?:CALL|PUT)\b/.test(text) ? readOptionText(text) : null));
    postRow(book, line, {
      date,
      meaning,
      symbol,
      quantity,
      option,
      settleDate: book.date(cells, settleAt),
      openOrClose: meaning === 'buy' || meaning === 'sell',
      price: book.units(cells, priceAt),
      fees: null,
      amount: book.money(cells, amountAt),
      description: `${word} ${text}`,
      rawType: `${kind}/${word}`,
      ...(accountAt < 0 ? {} : { account: book.text(cells, accountAt) }),
      ...(/^pending$/i.test(book.text(cells, pendingAt)) ? { flags: ['pending'] } : {}),
    });
    return true;
  };
}

/** Merrill Edge settled activity and holdings. */
export const merrill: BrokerFormat = {
  id: 'merrill',
  name: 'Merrill Edge',
  tables: [
    {
      format: 'merrill-settled-activity',
      kind: 'transactions',
      needs: ['trade date', 'pending settled', 'symbol cusip', 'amount'],
      open: openActivity,
    },
    {
      format: 'merrill-activity-web',
      kind: 'transactions',
      needs: ['trade date', 'settlement date', 'symbol cusip', 'description', 'quantity', 'amount'],
      without: ['pending settled'],
      open: openActivity,
    },
    positionsTable('merrill-positions', ['symbol', 'quantity', 'price', 'unit cost'], {
      account: ['account', 'account number'],
      symbol: ['symbol'],
      quantity: ['quantity'],
      price: ['price'],
      value: ['value', 'market value'],
      basis: ['cost basis'],
    }),
  ],
};
