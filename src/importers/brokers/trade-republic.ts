import type { BrokerFormat } from '../broker.ts';
import { simpleTable } from '../simple-table.ts';

/** Trade Republic: the 2026 export with separate fee and tax columns, and the older Dutch one. */
export const tradeRepublic: BrokerFormat = {
  id: 'trade-republic',
  name: 'Trade Republic',
  currency: 'EUR',
  tables: [
    simpleTable({
      format: 'trade-republic-2026',
      needs: [
        'datetime',
        'date',
        'account type',
        'category',
        'type',
        'asset class',
        'shares',
        'amount',
        'fee',
        'tax',
      ],
      columns: {
        date: ['date', 'datetime'],
        symbol: ['symbol', 'isin', 'name'],
        quantity: ['shares'],
        price: ['price'],
        amount: ['amount'],
        currency: ['currency'],
        description: ['name', 'description'],
        id: ['transaction id', 'id'],
      },
      words: ['type'],
      fees: ['fee', 'tax'],
      meanings: [
        [/buy|savings_?plan|saveback|round_?up/, 'buy'],
        [/sell/, 'sell'],
        [/dividend|distribution/, 'dividend'],
        [/interest|coupon/, 'interest-by-sign'],
        [/tax/, 'tax_withheld'],
        [/fee/, 'fee'],
        [/split/, 'split'],
        [/spin/, 'spin_off'],
        [/redemption|maturity/, 'redemption'],
        [/merger/, 'merger'],
        [/bonus|reward|gift|cashback/, 'reward'],
        [/deposit|withdraw|inbound|outbound|transfer|payment|payout|card|top_?up/, 'cash'],
      ],
      adjust(row, cells, book, columns) {
        // Fee and tax stand beside the gross amount and are signed like cash.
        const fee = Math.abs(book.money(cells, columns.find('fee')) ?? 0);
        const tax = Math.abs(book.money(cells, columns.find('tax')) ?? 0);
        const amount = row.amount === null ? null : row.amount - fee - tax;
        return { ...row, fees: fee, amount, taxWithheld: tax };
      },
    }),
    simpleTable({
      format: 'trade-republic-old',
      needs: ['datum', 'transactietype', 'opmerking', 'isin', 'aantal', 'kosten', 'belasting'],
      dateOrder: 'dmy',
      columns: {
        date: ['datum'],
        symbol: ['isin'],
        quantity: ['aantal'],
        amount: ['waarde netto', 'waarde'],
        description: ['opmerking'],
        tax: ['belasting'],
      },
      words: ['transactietype'],
      fees: ['kosten'],
      unsigned: true,
      meanings: [
        [/^(?:aankoop|koop|buy)/, 'buy'],
        [/^(?:verkoop|sell)/, 'sell'],
        [/dividend/, 'dividend'],
        [/rente|interest/, 'interest-by-sign'],
        [/storting|deposit|inleg/, 'deposit'],
        [/opname|onttrekking|withdrawal|uitbetaling/, 'withdrawal'],
        [/kosten|fee/, 'fee'],
        [/belasting|tax/, 'tax_withheld'],
      ],
    }),
  ],
};
