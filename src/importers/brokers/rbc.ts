import type { BrokerFormat } from '../broker.ts';
import { simpleTable } from '../simple-table.ts';
import { CANADIAN } from './canadian-words.ts';

/** RBC Direct Investing. */
export const rbc: BrokerFormat = {
  id: 'rbc',
  name: 'RBC Direct Investing',
  currency: 'CAD',
  tables: [
    simpleTable({
      format: 'rbc-activity',
      needs: [
        'date',
        'activity',
        'symbol',
        'description',
        'quantity',
        'price',
        'settlement date',
        'currency',
        'value',
      ],
      columns: {
        date: ['date'],
        settle: ['settlement date'],
        symbol: ['symbol'],
        quantity: ['quantity'],
        price: ['price'],
        amount: ['value', 'amount'],
        currency: ['currency'],
        description: ['description'],
        account: ['account'],
      },
      words: ['activity'],
      meanings: CANADIAN,
    }),
    simpleTable({
      format: 'td-webbroker',
      needs: [
        'trade date',
        'settle date',
        'description',
        'action',
        'quantity',
        'price',
        'commission',
        'net amount',
      ],
      columns: {
        date: ['trade date'],
        settle: ['settle date'],
        symbol: ['symbol', 'description'],
        quantity: ['quantity'],
        price: ['price'],
        amount: ['net amount'],
        currency: ['currency'],
        description: ['description'],
      },
      words: ['action'],
      fees: ['commission'],
      meanings: CANADIAN,
    }),
  ],
};
