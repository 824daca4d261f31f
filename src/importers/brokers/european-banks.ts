import type { BrokerFormat } from '../broker.ts';
import { positionsTable } from '../positions.ts';
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
        date: ['datum'], account: ['konto'], symbol: ['isin', 'v\u00e4rdepapper beskrivning'], quantity: ['antal'], price: ['kurs'], amount: ['belopp'], currency: ['valuta', 'transaktionsvaluta'], priceCurrency: ['instrumentvaluta'], description: ['v\u00e4rdepapper beskrivning'],
      },
      words: ['typ av transaktion'],
      fees: ['courtage', 'courtage sek'],
      meanings: SWEDISH,
      // Fund mergers and splits print units without cash.
      adjust: (row) => (row.meaning === 'other' && row.quantity && row.amount === null ? { ...row, meaning: 'symbol_change' } : row),
    }),
  ],
};

/** Saxo: units and price stand in the event, "Buy 10 @ 123.45 USD". */
export const saxo: BrokerFormat = {
  id: 'saxo',
  name: 'Saxo',
  currency: 'EUR',
  tables: [
    simpleTable({
      format: 'saxo-transactions',
      needs: ['client id', 'trade date', 'value date', 'type', 'instrument', 'event', 'amount'],
      dateOrder: 'dmy',
      columns: { date: ['trade date'], settle: ['value date'], symbol: ['instrument symbol', 'instrument isin'], amount: ['amount', 'booked amount'], description: ['instrument'], id: ['order id'], account: ['client id'], priceCurrency: ['instrument currency'] },
      words: ['type', 'event'],
      meanings: [
        [/\b(?:buy|bought|koop|kauf|achat)\b.*@/, 'buy'],
        [/\b(?:sell|sold|verkoop|verkauf|vente)\b.*@/, 'sell'],
        [/withholding|\btax\b/, 'tax_withheld'],
        [/reinvest/, 'reinvest'],
        [/dividend/, 'dividend'],
        [/split/, 'split'],
        [/spin-?off/, 'spin_off'],
        [/merger/, 'merger'],
        [/interest/, 'interest-by-sign'],
        [/fee|commission/, 'fee'],
        [/deposit|withdrawal|cash transfer/, 'cash'],
        [/^corporate action/, 'dividend'],
      ],
      adjust(row, cells, book, columns) {
        const m = /(-?[\d.,]+)\s*@\s*([\d.,]+)/.exec(book.text(cells, columns.find('event')));
        // A conversion rate of one: the account is in the instrument's own currency.
        const own = /^1(?:[.,]0+)?$/.test(book.text(cells, columns.find('conversion rate'))) ? row.priceCurrency : undefined;
        const base = own === undefined ? row : { ...row, currency: own };
        return m ? { ...base, quantity: book.numberText(m[1] as string, 8), price: book.numberText(m[2] as string, 8) } : base;
      },
    }),
  ],
};

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
  [/^(?:payment|payout|deposit|withdrawal|einzahlung|auszahlung|versement|retrait|credit|debit|verg\u00fctung|zahlung|paiement)/, 'cash'],
];

/** Swissquote (semicolons, often Latin-1). */
export const swissquote: BrokerFormat = {
  id: 'swissquote',
  name: 'Swissquote',
  currency: 'CHF',
  tables: [
    simpleTable({
      format: 'swissquote',
      needs: ['date', 'order', 'transaction', 'symbol', 'isin', 'quantity', 'unit price', 'costs', 'net amount'],
      dateOrder: 'dmy',
      columns: { date: ['date'], symbol: ['symbol', 'isin'], quantity: ['quantity'], price: ['unit price'], amount: ['net amount'], currency: ['currency'], description: ['name'], id: ['order'] },
      words: ['transaction'],
      fees: ['costs'],
      unsigned: true,
      meanings: SWISSQUOTE,
      adjust: (row, cells, book, columns) => ({ ...row, accruedInterest: book.money(cells, columns.find('accrued interest')) }),
    }),
  ],
};

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
      columns: { date: ['trade date'], settle: ['settle date'], symbol: ['description'], quantity: ['quantity'], price: ['unit cost p'], amount: ['value'], description: ['description'], id: ['reference'] },
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
        return trade ? { ...row, symbol: row.symbol.replace(/\s+[\d.,]+\s*@\s*[\d.,]+$/, ''), priceCurrency: 'GBX' } : { ...row, symbol: row.meaning === 'dividend' ? row.symbol : '', quantity: null, price: null };
      },
    }),
    positionsTable('hargreaves-positions', ['code', 'stock', 'units held', 'price pence'], { symbol: ['code', 'stock'], quantity: ['units held'], value: ['value'], basis: ['cost'] }),
  ],
};
