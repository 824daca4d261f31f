import type { BrokerFormat } from '../broker.ts';
import { simpleTable, type WordList } from '../simple-table.ts';

const SWISSQUOTE: WordList = [
  [/^(?:buy|kauf|achat)/, 'buy'],
  [/^(?:sell|verkauf|vente)/, 'sell'],
  [/^(?:dividend|dividende|distribution|aussch\u00fcttung)/, 'dividend'],
  [/^(?:capital gain)/, 'capital_gain_lt'],
  [/^(?:interest|zins|int\u00e9r\u00eat)/, 'interest-by-sign'],
  [/(?:tax|steuer|imp\u00f4t)/, 'tax_withheld'],
  [/(?:fee|geb\u00fchr|frais|custody)/, 'fee'],
  [/^(?:fx|forex|exchange)/, 'fx'],
  [/^(?:stock split|split)/, 'split'],
  [/^(?:spin)/, 'spin_off'],
  [/^(?:merger|fusion)/, 'merger'],
  [
    /^(?:payment|payout|deposit|withdrawal|einzahlung|auszahlung|versement|retrait|credit|debit|verg\u00fctung|zahlung|paiement)/,
    'cash',
  ],
];

/** Swissquote (semicolons, often Latin-1). */
export const swissquote: BrokerFormat = {
  id: 'swissquote',
  name: 'Swissquote',
  currency: 'CHF',
  tables: [
    simpleTable({
      format: 'swissquote',
      needs: [
        'date',
        'order',
        'transaction',
        'symbol',
        'isin',
        'quantity',
        'unit price',
        'costs',
        'net amount',
      ],
      dateOrder: 'dmy',
      columns: {
        date: ['date'],
        symbol: ['symbol', 'isin'],
        quantity: ['quantity'],
        price: ['unit price'],
        amount: ['net amount'],
        currency: ['currency'],
        description: ['name'],
        id: ['order'],
      },
      words: ['transaction'],
      fees: ['costs'],
      unsigned: true,
      meanings: SWISSQUOTE,
      adjust: (row, cells, book, columns) => ({
        ...row,
        accruedInterest: book.money(cells, columns.find('accrued interest')),
      }),
    }),
  ],
};
