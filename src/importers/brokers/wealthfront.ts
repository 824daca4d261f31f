import type { BrokerFormat } from '../broker.ts';
import { simpleTable } from '../simple-table.ts';

/** Wealthfront cash account. */
export const wealthfront: BrokerFormat = {
  id: 'wealthfront',
  name: 'Wealthfront Cash',
  tables: [
    simpleTable({
      format: 'wealthfront-cash',
      needs: ['transaction date', 'description', 'type', 'amount'],
      without: ['symbol', 'quantity', 'balance'],
      weak: true,
      columns: { date: ['transaction date'], amount: ['amount'], description: ['description'] },
      words: ['type', 'description'],
      meanings: [
        [/interest/, 'interest-by-sign'],
        [/fee/, 'fee'],
        [/deposit|withdrawal|transfer|payment|direct|check|atm|card|purchase/, 'cash'],
      ],
    }),
  ],
};
