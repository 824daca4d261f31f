import type { BrokerFormat } from '../broker.ts';
import { simpleTable } from '../simple-table.ts';

/** HealthEquity HSA investments (parentheses for units that leave). */
export const healthEquity: BrokerFormat = {
  id: 'healthequity',
  name: 'HealthEquity HSA',
  tables: [
    simpleTable({
      format: 'healthequity-hsa',
      needs: [
        'date',
        'fund',
        'category',
        'description',
        'price',
        'amount',
        'shares',
        'total shares',
        'total value',
      ],
      columns: {
        date: ['date'],
        symbol: ['fund'],
        quantity: ['shares'],
        price: ['price'],
        amount: ['amount'],
        description: ['description'],
      },
      words: ['category', 'description'],
      unsigned: true,
      meanings: [
        [/dividend|reinvest/, 'reinvest'],
        [/fee/, 'sell'],
        [/sell|sold|sale|redemption|withdraw|exchange out|distribution/, 'sell'],
        [/buy|bought|purchase|contribution|exchange in|invest/, 'buy'],
      ],
      adjust: (row) => (row.quantity !== null && row.quantity < 0 ? { ...row, meaning: 'sell' } : row),
    }),
  ],
};
