import type { BrokerFormat } from '../broker.ts';
import { skippedTable } from '../positions.ts';
import { postRow, type Meaning } from '../post-row.ts';

const BOUGHT = /^(Bought|Sold) ([\d,.]+) (.+?)(?: \(([A-Z0-9.]+)\))?$/i;

/** Vanguard UK: four columns, everything in Details. */
export const vanguardUk: BrokerFormat = {
  id: 'vanguard-uk',
  name: 'Vanguard UK',
  currency: 'GBP',
  noise: /^(?:balance|cost|cash transactions|investment transactions)$/i,
  tables: [
    skippedTable(
      'vanguard-uk-investments',
      ['date', 'investmentname', 'transactiondetails', 'quantity', 'price', 'cost'],
      'repeats a cash transaction',
    ),
    {
      format: 'vanguard-uk-cash',
      kind: 'transactions',
      needs: ['date', 'details', 'amount', 'balance'],
      dateOrder: 'dmy',
      open(book, columns) {
        const [dateAt, detailsAt, amountAt] = [
          columns.find('date'),
          columns.find('details'),
          columns.find('amount'),
        ];
        return (cells, line) => {
          const date = book.date(cells, dateAt);
          if (!date) return false;
          const details = book.text(cells, detailsAt);
          const amount = book.money(cells, amountAt);
          const m = BOUGHT.exec(details);
          const meaning: Meaning | null = m
            ? /^bought/i.test(details)
              ? 'buy'
              : 'sell'
            : /dividend|\bDIV\b/i.test(details)
              ? 'dividend'
              : /interest/i.test(details)
                ? 'interest-by-sign'
                : /fee/i.test(details)
                  ? 'fee'
                  : /deposit|withdrawal|payment|transfer|contribution|direct debit/i.test(details)
                    ? 'cash'
                    : null;
          if (meaning === null) {
            book.unknownAction(line, details);
            return true;
          }
          const dividendOf = /(?:DIV|dividend)[:\s]+([A-Z0-9.]{2,12})\b/.exec(details);
          postRow(book, line, {
            date,
            meaning,
            amount,
            symbol: m
              ? (m[4] ?? (m[3] as string))
              : meaning === 'dividend'
                ? (dividendOf?.[1]?.split('.')[0] ?? '')
                : '',
            quantity: m ? book.numberText(m[2] as string, 8) : null,
            price: null,
            fees: null,
            description: details,
            rawType: details.split(' ')[0] ?? '',
          });
          return true;
        };
      },
    },
  ],
};
