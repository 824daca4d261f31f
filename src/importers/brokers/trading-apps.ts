import type { BrokerFormat } from '../broker.ts';
import { simpleTable, type WordList } from '../simple-table.ts';

const SIDES: WordList = [
  [/^(?:buy to cover|cover|bc)\b/, 'buy_to_cover'],
  [/^(?:short sell|sell short|short|ss)\b/, 'sell_short'],
  [/^(?:buy|b)\b/, 'buy'],
  [/^(?:sell|s)\b/, 'sell'],
];

/** moomoo orders: only what was filled counts, "100@182.5". */
export const moomoo: BrokerFormat = {
  id: 'moomoo',
  name: 'moomoo',
  tables: [
    simpleTable({
      format: 'moomoo-orders',
      needs: ['side', 'symbol', 'order price', 'order qty', 'status', 'filled avg price', 'order time'],
      columns: { date: ['fill time', 'order time'], symbol: ['symbol'], description: ['name'], currency: ['currency'] },
      words: ['side'],
      meanings: SIDES,
      adjust(row, cells, book, columns, line) {
        const filled = /([\d.,]+)\s*@\s*([\d.,]+)/.exec(book.text(cells, columns.find('filled avg price')));
        if (!filled) {
          book.ignore(line, 'order without a fill');
          return null;
        }
        return { ...row, quantity: book.numberText(filled[1] as string, 8), price: book.numberText(filled[2] as string, 8) };
      },
    }),
  ],
};

/** TradeZero and other brokers whose executions name every exchange fee. */
export const tradeZero: BrokerFormat = {
  id: 'tradezero',
  name: 'TradeZero',
  tables: [
    simpleTable({
      format: 'tradezero-executions',
      needs: ['account', 't d', 's d', 'currency', 'side', 'symbol', 'qty', 'price', 'gross proceeds', 'net proceeds'],
      columns: { date: ['t d'], settle: ['s d'], account: ['account'], symbol: ['symbol'], quantity: ['qty'], price: ['price'], amount: ['net proceeds'], currency: ['currency'], description: ['note'] },
      words: ['side'],
      fees: ['comm', 'sec', 'taf', 'nscc', 'nasdaq', 'ecn remove', 'ecn add'],
      meanings: SIDES,
    }),
  ],
};
