import type { BrokerFormat } from '../broker.ts';
import { simpleTable, type WordList } from '../simple-table.ts';

const WORDS: WordList = [
  [/^(?:purchased?|buy|bought)/, 'buy'],
  [/^(?:sold|sell|sale)/, 'sell'],
  [/reinvest/, 'reinvest'],
  [/^dividend/, 'dividend'],
  [/^interest charge|^margin interest/, 'margin_interest'],
  [/^interest/, 'interest-by-sign'],
  [/fee/, 'fee'],
  [/^(?:stock )?split/, 'split'],
  [/^(?:withholding|tax)/, 'tax_withheld'],
  [/^(?:transfer|deposit|withdrawal|cash)/, 'transfer'],
];

/** M1 Finance: no file was found, the columns are those its importers read. */
export const m1: BrokerFormat = {
  id: 'm1',
  name: 'M1 Finance',
  tables: [
    simpleTable({
      format: 'm1-activity-inferred',
      needs: ['date', 'transaction type', 'symbol', 'description', 'units', 'unit price', 'amount'],
      weak: true,
      columns: {
        date: ['date'],
        symbol: ['symbol'],
        quantity: ['units'],
        price: ['unit price'],
        amount: ['amount'],
        description: ['description'],
      },
      words: ['transaction type'],
      meanings: WORDS,
    }),
    simpleTable({
      format: 'm1-activity-old',
      needs: ['date', 'activity', 'summary', 'value'],
      weak: true,
      columns: { date: ['date'], amount: ['value'], description: ['summary'] },
      words: ['activity'],
      meanings: WORDS,
      adjust(row, _cells, book) {
        const m = /([\d.,]+)\s+(?:shares? )?(?:of )?([A-Z][A-Z.]{0,5})\b(?:.*?(?:at|@)\s*\$?([\d.,]+))?/.exec(
          row.description,
        );
        return m
          ? {
              ...row,
              quantity: book.numberText(m[1] as string, 8),
              symbol: m[2] as string,
              price: m[3] ? book.numberText(m[3], 8) : null,
            }
          : row;
      },
    }),
  ],
};
