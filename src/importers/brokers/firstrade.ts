import type { BrokerFormat } from '../broker.ts';
import { readOptionText } from '../options.ts';
import { findMeaning, simpleTable, type WordList } from '../simple-table.ts';

/** Description of rows whose Action is Other. */
const OTHER: WordList = [
  [/\brein @|dividend reinvest/, 'reinvest'],
  [/\bcash in lieu/, 'cash_in_lieu'],
  [/expir/, 'option_expired'],
  [/assign/, 'option_assigned'],
  [/exercis/, 'option_exercised'],
  [/split|stk dividend|stock dividend/, 'split'],
  [/spin/, 'spin_off'],
  [/merger|tender/, 'merger'],
  [/name change|exchange|conversion/, 'symbol_change'],
  [/redemption|redeemed|matur/, 'redemption'],
  [/withh|nra tax|foreign tax|non-?res/, 'tax_withheld'],
  [/return of capital/, 'return_of_capital'],
  [/lg tm|long[- ]term cap/, 'capital_gain_lt'],
  [/sh tm|short[- ]term cap/, 'capital_gain_st'],
  [/margin int/, 'margin_interest'],
  [/interest/, 'interest-by-sign'],
  [/\bfee\b|charge/, 'fee'],
  [/xfer|transfer|acat|journal/, 'transfer'],
  [/ach|wire|funds|deposit|disbursement|withdrawal|check|contribution|distribution/, 'cash'],
  [/dividend|cash div/, 'dividend'],
  [/rebate|credit|memo|adjust/, 'other'],
];

const ACTIONS: WordList = [
  [/^buy/, 'buy'],
  [/^sell short|^short/, 'sell_short'],
  [/^cover/, 'buy_to_cover'],
  [/^sell/, 'sell'],
  [/^dividend/, 'dividend'],
  [/^interest/, 'interest-by-sign'],
  [/^other/, 'other'],
];

/** Firstrade account history. */
export const firstrade: BrokerFormat = {
  id: 'firstrade',
  name: 'Firstrade',
  tables: [
    simpleTable({
      format: 'firstrade-history',
      needs: ['action', 'tradedate', 'settleddate', 'cusip', 'recordtype'],
      columns: {
        date: ['tradedate'],
        settle: ['settleddate'],
        symbol: ['symbol'],
        quantity: ['quantity'],
        price: ['price'],
        amount: ['amount'],
        description: ['description'],
      },
      words: ['action'],
      fees: ['commission', 'fee'],
      meanings: ACTIONS,
      adjust(row, cells, book, columns, line) {
        const kind = book.text(cells, columns.find('recordtype'));
        let { meaning, symbol, price } = row;
        const text = row.description;
        if (meaning === 'other') {
          const found = findMeaning(OTHER, text);
          if (found === null) {
            book.unknownAction(line, text);
            return null;
          }
          meaning = found;
        }
        const cusip = book.text(cells, columns.find('cusip'));
        if (symbol === '' && cusip !== '' && row.quantity) symbol = cusip;
        const option = row.option ?? (/^(?:CALL|PUT) /.test(text) ? readOptionText(text) : null);
        if (option && meaning === 'buy')
          meaning = /OPEN/.test(text) ? 'buy_to_open' : /CLOS/.test(text) ? 'buy_to_close' : 'buy';
        if (option && meaning === 'sell')
          meaning = /OPEN/.test(text) ? 'sell_to_open' : /CLOS/.test(text) ? 'sell_to_close' : 'sell';
        if (meaning === 'reinvest' && !row.quantity) meaning = 'dividend';
        const at = meaning === 'reinvest' ? /REIN @\s*([\d.,]+)/i.exec(text) : null;
        if (at && !price) price = book.numberText(at[1] as string, 8);
        return {
          ...row,
          meaning,
          symbol,
          price,
          option,
          openOrClose: meaning === 'buy' || meaning === 'sell',
          accruedInterest: book.money(cells, columns.find('interest')),
          rawType: `${kind}/${row.rawType}`,
          flags: at ? ['price_from_description'] : [],
        };
      },
    }),
  ],
};
