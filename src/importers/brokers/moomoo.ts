import type { BrokerFormat } from '../broker.ts';
import { simpleTable } from '../simple-table.ts';
import { SIDES } from './side-words.ts';

/** moomoo orders: only what was filled counts, "100@182.5". */
export const moomoo: BrokerFormat = {
  id: 'moomoo',
  name: 'moomoo',
  tables: [
    simpleTable({
      format: 'moomoo-orders',
      needs: ['side', 'symbol', 'order price', 'order qty', 'status', 'filled avg price', 'order time'],
      columns: {
        date: ['fill time', 'order time'],
        symbol: ['symbol'],
        description: ['name'],
        currency: ['currency'],
      },
      words: ['side'],
      meanings: SIDES,
      adjust(row, cells, book, columns, line) {
        const filled = /([\d.,]+)\s*@\s*([\d.,]+)/.exec(book.text(cells, columns.find('filled avg price')));
        if (!filled) {
          book.ignore(line, 'order without a fill');
          return null;
        }
        return {
          ...row,
          quantity: book.numberText(filled[1] as string, 8),
          price: book.numberText(filled[2] as string, 8),
        };
      },
    }),
  ],
};
