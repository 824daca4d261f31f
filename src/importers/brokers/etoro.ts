import type { BrokerFormat } from '../broker.ts';
import { simpleTable } from '../simple-table.ts';

/** eToro account activity: "NKE/USD" names the asset and the currency of its price. */
export const etoro: BrokerFormat = {
  id: 'etoro',
  name: 'eToro',
  tables: [
    simpleTable({
      format: 'etoro-activity',
      needs: ['date', 'type', 'details', 'amount', 'units', 'position id', 'asset type'],
      dateOrder: 'dmy',
      columns: {
        date: ['date'],
        symbol: ['details'],
        quantity: ['units'],
        amount: ['amount'],
        description: ['details'],
        id: ['position id'],
      },
      words: ['type'],
      unsigned: true,
      meanings: [
        [/^open position|^position opened/, 'buy'],
        [/^position closed|^profit\/loss of trade|^close position/, 'sell'],
        [/^dividend/, 'dividend'],
        [/^deposit/, 'deposit'],
        [/^withdraw(?:al)?(?: request| completed)?$/, 'withdrawal'],
        [/refund/, 'other'],
        [/fee/, 'fee'],
        [/interest/, 'interest-by-sign'],
        [/^staking|^airdrop/, 'reward'],
        [/split/, 'split'],
        [/^sdrt|tax/, 'tax_withheld'],
        [/^edit stop loss|^adjustment|^start copy|^stop copy|^account balance/, 'other'],
      ],
      adjust(row) {
        const m = /^([A-Z0-9.]+)\/([A-Z]{3})$/.exec(row.symbol);
        const moves =
          row.meaning === 'buy' ||
          row.meaning === 'sell' ||
          row.meaning === 'dividend' ||
          row.meaning === 'split' ||
          row.meaning === 'reward';
        return {
          ...row,
          symbol: moves ? (m?.[1] ?? row.symbol) : '',
          ...(m?.[2] ? { priceCurrency: m[2] } : {}),
        };
      },
    }),
  ],
};
