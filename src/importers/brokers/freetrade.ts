import type { BrokerFormat } from '../broker.ts';
import { simpleTable } from '../simple-table.ts';

/** Freetrade: amounts without signs, the side in its own column. */
export const freetrade: BrokerFormat = {
  id: 'freetrade',
  name: 'Freetrade',
  currency: 'GBP',
  tables: [
    simpleTable({
      format: 'freetrade',
      needs: ['title', 'type', 'timestamp', 'account currency', 'total amount', 'buy sell', 'ticker'],
      columns: {
        date: ['timestamp'],
        symbol: ['ticker', 'isin'],
        quantity: ['quantity'],
        price: ['price per share in account currency', 'price per share'],
        amount: ['total amount'],
        currency: ['account currency'],
        description: ['title'],
        id: ['order id'],
        tax: ['dividend withheld tax amount'],
      },
      words: ['type', 'buy sell'],
      fees: ['stamp duty', 'fx fee amount'],
      unsigned: true,
      meanings: [
        [/^order buy|^freeshare_order/, 'buy'],
        [/^order sell/, 'sell'],
        [/^(?:special_)?dividend/, 'dividend'],
        [/^top_up|^internal_transfer/, 'cash'],
        [/^withdrawal/, 'withdrawal'],
        [/^interest/, 'interest'],
        [/^monthly_share_lending|lending/, 'lending_income'],
        [/^stock_split/, 'split'],
        [/^(?:fee|subscription|monthly)/, 'fee'],
        [/^tax/, 'tax_withheld'],
      ],
    }),
  ],
};
