import type { BrokerFormat } from '../broker.ts';
import { computedAmount } from '../computed-amount.ts';
import type { Book } from '../book.ts';
import { simpleTable } from '../simple-table.ts';
import { postRow, type Meaning } from '../post-row.ts';

const SIDES: Readonly<Record<string, Meaning>> = {
  buy: 'buy',
  sell: 'sell',
  short: 'sell_short',
  'sell short': 'sell_short',
  'buy to cover': 'buy_to_cover',
  cover: 'buy_to_cover',
};

function finish(book: Book): void {
  if (book.format === 'webull-orders' && book.understood > 0)
    book.problem(
      0,
      'incomplete-ledger',
      "Webull's order export has no dividends, fees, deposits or transfers. Trades are imported with computed amounts; add the rest from your statements.",
    );
}

/** Webull order history; the international trade report. */
export const webull: BrokerFormat = {
  id: 'webull',
  name: 'Webull',
  finish,
  tables: [
    {
      format: 'webull-orders',
      kind: 'transactions',
      needs: ['side', 'status', 'filled', 'total qty', 'avg price', 'time in force'],
      open(book, columns) {
        const at = (name: string): number => columns.find(name);
        const [placedAt, filledAt, sideAt, statusAt, unitsAt, averageAt, symbolAt, nameAt] = [
          at('placed time'),
          at('filled time'),
          at('side'),
          at('status'),
          at('filled'),
          at('avg price'),
          at('symbol'),
          at('name'),
        ];
        return (cells, line) => {
          const date = book.date(cells, filledAt) ?? book.date(cells, placedAt);
          if (!date) return false;
          const status = book.text(cells, statusAt);
          const side = book.text(cells, sideAt);
          const units = book.units(cells, unitsAt);
          const symbol = book.text(cells, symbolAt);
          if (
            !units &&
            book.malformedCell === null &&
            /^(?:cancel|fail|pend|reject|expire|work|submit|queue|not)/i.test(status)
          ) {
            book.ignore(line, `order status ${status.slice(0, 20)}, nothing filled`);
            return true;
          }
          if (symbol === '' && units !== null) {
            book.ignore(line, 'multi-leg order; its legs are rows of their own');
            return true;
          }
          const meaning = Object.hasOwn(SIDES, side.toLowerCase()) ? SIDES[side.toLowerCase()] : undefined;
          const price = book.units(cells, averageAt);
          if (meaning === undefined) {
            book.unknownAction(line, side);
            return true;
          }
          const option = book.optionOf(symbol);
          postRow(book, line, {
            date,
            meaning,
            symbol,
            option,
            price,
            quantity: units,
            openOrClose: meaning === 'buy' || meaning === 'sell',
            fees: null,
            amount:
              units === null || price === null
                ? null
                : computedAmount(
                    /buy/.test(meaning) ? 'buy' : 'sell',
                    units * (option?.multiplier ?? 1),
                    price,
                    0,
                  ),
            description: book.text(cells, nameAt),
            rawType: `${side}/${status}`,
            flags: ['amount_computed'],
          });
          return true;
        };
      },
    },
    simpleTable({
      format: 'webull-international',
      needs: ['symbol name', 'trade date', 'buy sell', 'traded price', 'net amount'],
      dateOrder: 'dmy',
      columns: {
        date: ['trade date'],
        settle: ['settlement date'],
        symbol: ['symbol name'],
        quantity: ['quantity'],
        price: ['traded price'],
        amount: ['net amount'],
        description: ['symbol name'],
        currency: ['currency'],
      },
      words: ['buy sell'],
      fees: ['comm fee tax', 'vat'],
      unsigned: true,
      meanings: [
        [/^(?:b|buy)/, 'buy'],
        [/^(?:s|sell)/, 'sell'],
      ],
      adjust: (row) => ({ ...row, symbol: row.symbol.split(/\s+/)[0] ?? row.symbol }),
    }),
  ],
};
