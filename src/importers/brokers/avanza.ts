import type { BrokerFormat } from '../broker.ts';
import { simpleTable, type WordList } from '../simple-table.ts';

const SWEDISH: WordList = [
  [/^k\u00f6p|^kop/, 'buy'],
  [/^s\u00e4lj|^salj/, 'sell'],
  [/^\u00e5terinvesterad/, 'reinvest'],
  [/^utdelning/, 'dividend'],
  [/^ins\u00e4ttning|^uttag/, 'cash'],
  [/skatt/, 'tax_withheld'],
  [/r\u00e4nt/, 'interest-by-sign'],
  [/avgift|courtage/, 'fee'],
  [/^split|^oms\u00e4ttning/, 'split'],
  [/^\u00f6verf\u00f6ring|^v\u00e4rdepappers\u00f6verf\u00f6ring/, 'journal'],
  [/^\u00f6vrigt/, 'other'],
];

/** Avanza (Swedish headers, decimal comma, semicolons). */
export const avanza: BrokerFormat = {
  id: 'avanza',
  name: 'Avanza',
  currency: 'SEK',
  tables: [
    simpleTable({
      format: 'avanza',
      needs: ['datum', 'konto', 'typ av transaktion', 'antal', 'kurs', 'belopp'],
      columns: {
        date: ['datum'],
        account: ['konto'],
        symbol: ['isin', 'v\u00e4rdepapper beskrivning'],
        quantity: ['antal'],
        price: ['kurs'],
        amount: ['belopp'],
        currency: ['valuta', 'transaktionsvaluta'],
        priceCurrency: ['instrumentvaluta'],
        description: ['v\u00e4rdepapper beskrivning'],
      },
      words: ['typ av transaktion'],
      fees: ['courtage', 'courtage sek'],
      meanings: SWEDISH,
      // Fund mergers and splits print units without cash.
      adjust: (row) =>
        row.meaning === 'other' && row.quantity && row.amount === null
          ? { ...row, meaning: 'symbol_change' }
          : row,
    }),
  ],
};
