import type { BrokerFormat } from '../broker.ts';
import { simpleTable } from '../simple-table.ts';

/** InvestEngine trading statements. */
export const investEngine: BrokerFormat = {
  id: 'investengine',
  name: 'InvestEngine',
  currency: 'GBP',
  tables: [
    simpleTable({
      format: 'investengine',
      needs: [
        'security isin',
        'transaction type',
        'quantity',
        'share price',
        'total trade value',
        'trade date time',
      ],
      dateOrder: 'dmy',
      columns: {
        date: ['trade date time'],
        settle: ['settlement date'],
        symbol: ['security isin'],
        quantity: ['quantity'],
        price: ['share price'],
        amount: ['total trade value'],
        description: ['security isin'],
      },
      words: ['transaction type'],
      unsigned: true,
      meanings: [
        [/^buy/, 'buy'],
        [/^sell/, 'sell'],
      ],
      adjust(row) {
        const isin = /\b([A-Z]{2}[A-Z0-9]{9}\d)\b/.exec(row.symbol)?.[1];
        return { ...row, symbol: isin ?? row.symbol };
      },
    }),
  ],
};
