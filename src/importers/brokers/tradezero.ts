import type { BrokerFormat } from '../broker.ts';
import { simpleTable } from '../simple-table.ts';
import { SIDES } from './side-words.ts';

/** TradeZero and other brokers whose executions name every exchange fee. */
export const tradeZero: BrokerFormat = {
  id: 'tradezero',
  name: 'TradeZero',
  tables: [
    simpleTable({
      format: 'tradezero-executions',
      needs: [
        'account',
        't d',
        's d',
        'currency',
        'side',
        'symbol',
        'qty',
        'price',
        'gross proceeds',
        'net proceeds',
      ],
      columns: {
        date: ['t d'],
        settle: ['s d'],
        account: ['account'],
        symbol: ['symbol'],
        quantity: ['qty'],
        price: ['price'],
        amount: ['net proceeds'],
        currency: ['currency'],
        description: ['note'],
      },
      words: ['side'],
      fees: ['comm', 'sec', 'taf', 'nscc', 'nasdaq', 'ecn remove', 'ecn add'],
      meanings: SIDES,
    }),
  ],
};
