import type { BrokerFormat } from '../broker.ts';
import { simpleTable } from '../simple-table.ts';

/** Morgan Stanley StockPlan Connect: releases and sales. */
export const stockPlanConnect: BrokerFormat = {
  id: 'morgan-stanley',
  name: 'Morgan Stanley StockPlan Connect',
  tables: [
    simpleTable({
      format: 'morgan-stanley-withdrawals',
      needs: [
        'execution date',
        'order number',
        'plan',
        'type',
        'order status',
        'price',
        'quantity',
        'net amount',
        'net share proceeds',
      ],
      dateOrder: 'dmy',
      columns: {
        date: ['execution date'],
        symbol: ['plan'],
        quantity: ['quantity'],
        price: ['price'],
        amount: ['net amount'],
        description: ['plan'],
        id: ['order number'],
      },
      words: ['type'],
      unsigned: true,
      meanings: [
        [/^sale|^sell/, 'sell'],
        [/transfer|withdraw|cash/, 'withdrawal'],
      ],
      // The cash fund is a plan named Cash: its "sale" is a withdrawal.
      adjust: (row) =>
        /^cash$/i.test(row.symbol)
          ? { ...row, meaning: 'withdrawal', symbol: '', quantity: null, price: null }
          : row,
    }),
    simpleTable({
      format: 'morgan-stanley-releases',
      needs: [
        'vest date',
        'order number',
        'plan',
        'type',
        'status',
        'price',
        'quantity',
        'net share proceeds',
      ],
      dateOrder: 'dmy',
      columns: {
        date: ['vest date'],
        symbol: ['plan'],
        quantity: ['net share proceeds', 'quantity'],
        price: ['price'],
        description: ['plan'],
        id: ['order number'],
      },
      words: ['type'],
      meanings: [[/release|vest|purchase/, 'stock_plan']],
    }),
  ],
};
