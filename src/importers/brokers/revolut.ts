import type { BrokerFormat } from '../broker.ts';
import { simpleTable } from '../simple-table.ts';

/** Revolut stocks. */
export const revolut: BrokerFormat = {
  id: 'revolut',
  name: 'Revolut',
  tables: [
    simpleTable({
      format: 'revolut-stocks',
      needs: ['date', 'ticker', 'type', 'quantity', 'price per share', 'total amount', 'fx rate'],
      columns: {
        date: ['date'],
        symbol: ['ticker'],
        quantity: ['quantity'],
        price: ['price per share'],
        amount: ['total amount'],
        currency: ['currency'],
      },
      words: ['type'],
      unsigned: true,
      meanings: [
        [/^buy/, 'buy'],
        [/^sell/, 'sell'],
        [/^cash top-?up/, 'deposit'],
        [/^cash withdrawal/, 'withdrawal'],
        [/^dividend tax/, 'tax_withheld'],
        [/^dividend/, 'dividend'],
        [/^stock split/, 'split'],
        [/^custody fee|fee/, 'fee'],
        [/^merger/, 'merger'],
        [/^spinoff|^spin-off/, 'spin_off'],
        // Shares that only change the Revolut company that holds them.
        [/^transfer/, 'journal_cash'],
        [/^interest/, 'interest-by-sign'],
      ],
    }),
  ],
};
