import type { BrokerFormat } from '../broker.ts';
import { simpleTable } from '../simple-table.ts';
import { CANADIAN } from './canadian-words.ts';

/** Disnat (Desjardins): French headers, decimal comma. */
export const disnat: BrokerFormat = {
  id: 'disnat',
  name: 'Disnat',
  currency: 'CAD',
  tables: [
    simpleTable({
      format: 'disnat',
      needs: [
        'date de transaction',
        'date de r\u00e8glement',
        'type de transaction',
        'symbole',
        'quantit\u00e9',
        'prix',
      ],
      columns: {
        date: ['date de transaction'],
        settle: ['date de r\u00e8glement'],
        symbol: ['symbole'],
        quantity: ['quantit\u00e9'],
        price: ['prix'],
        amount: ['montant de l op\u00e9ration', 'montant', 'montant net'],
        currency: ['devise du compte', 'devise'],
        description: ['description'],
        account: ['compte', 'num\u00e9ro de compte'],
      },
      words: ['type de transaction'],
      fees: ['commission pay\u00e9e', 'commission'],
      meanings: CANADIAN,
    }),
  ],
};
