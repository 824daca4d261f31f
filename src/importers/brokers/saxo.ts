import type { BrokerFormat } from '../broker.ts';
import { simpleTable } from '../simple-table.ts';

/** Saxo: units and price stand in the event, "Buy 10 @ 123.45 USD". */
export const saxo: BrokerFormat = {
  id: 'saxo',
  name: 'Saxo',
  currency: 'EUR',
  tables: [
    simpleTable({
      format: 'saxo-transactions',
      needs: ['client id', 'trade date', 'value date', 'type', 'instrument', 'event', 'amount'],
      dateOrder: 'dmy',
      columns: {
        date: ['trade date'],
        settle: ['value date'],
        symbol: ['instrument symbol', 'instrument isin'],
        amount: ['amount', 'booked amount'],
        description: ['instrument'],
        id: ['order id'],
        account: ['client id'],
        priceCurrency: ['instrument currency'],
      },
      words: ['type', 'event'],
      meanings: [
        [/\b(?:buy|bought|koop|kauf|achat)\b.*@/, 'buy'],
        [/\b(?:sell|sold|verkoop|verkauf|vente)\b.*@/, 'sell'],
        [/withholding|\btax\b/, 'tax_withheld'],
        [/reinvest/, 'reinvest'],
        [/dividend/, 'dividend'],
        [/split/, 'split'],
        [/spin-?off/, 'spin_off'],
        [/merger/, 'merger'],
        [/interest/, 'interest-by-sign'],
        [/fee|commission/, 'fee'],
        [/deposit|withdrawal|cash transfer/, 'cash'],
        [/^corporate action/, 'dividend'],
      ],
      adjust(row, cells, book, columns) {
        const m = /(-?[\d.,]+)\s*@\s*([\d.,]+)/.exec(book.text(cells, columns.find('event')));
        // A conversion rate of one: the account is in the instrument's own currency.
        const own = /^1(?:[.,]0+)?$/.test(book.text(cells, columns.find('conversion rate')))
          ? row.priceCurrency
          : undefined;
        const base = own === undefined ? row : { ...row, currency: own };
        return m
          ? {
              ...base,
              quantity: book.numberText(m[1] as string, 8),
              price: book.numberText(m[2] as string, 8),
            }
          : base;
      },
    }),
  ],
};
