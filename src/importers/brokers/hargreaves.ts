import type { BrokerFormat } from '../broker.ts';
import { positionsTable } from '../positions.ts';
import { simpleTable } from '../simple-table.ts';

/** Hargreaves Lansdown (client lines above the table, Latin-1). */
export const hargreaves: BrokerFormat = {
  id: 'hargreaves',
  name: 'Hargreaves Lansdown',
  currency: 'GBP',
  noise: /^(?:hl |hargreaves|client (?:name|number)|stock (?:and|&) shares|spreadsheet|account summary)/i,
  tables: [
    simpleTable({
      format: 'hargreaves',
      needs: ['trade date', 'settle date', 'reference', 'description', 'unit cost p', 'quantity', 'value'],
      dateOrder: 'dmy',
      columns: {
        date: ['trade date'],
        settle: ['settle date'],
        symbol: ['description'],
        quantity: ['quantity'],
        price: ['unit cost p'],
        amount: ['value'],
        description: ['description'],
        id: ['reference'],
      },
      words: ['reference', 'description'],
      meanings: [
        [/^b\d/, 'buy'],
        [/^s\d/, 'sell'],
        [/dividend|\bdiv\b/, 'dividend'],
        [/^interest|interest/, 'interest-by-sign'],
        [/fee|charge|manage/, 'fee'],
        [/^(?:card web|fpc|transfer|deposit|withdraw|payment|chq|bacs|fpd|dd)/, 'cash'],
      ],
      adjust(row) {
        const trade = row.meaning === 'buy' || row.meaning === 'sell';
        return trade
          ? { ...row, symbol: row.symbol.replace(/\s+[\d.,]+\s*@\s*[\d.,]+$/, ''), priceCurrency: 'GBX' }
          : { ...row, symbol: row.meaning === 'dividend' ? row.symbol : '', quantity: null, price: null };
      },
    }),
    positionsTable('hargreaves-positions', ['code', 'stock', 'units held', 'price pence'], {
      symbol: ['code', 'stock'],
      quantity: ['units held'],
      value: ['value'],
      basis: ['cost'],
    }),
  ],
};
