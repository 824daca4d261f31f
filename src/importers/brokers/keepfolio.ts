import type { BrokerFormat } from '../broker.ts';
import { plainCell } from '../export.ts';
import { fromRecord, LEDGER_COLUMNS, type LedgerRecord } from '../ledger-record.ts';

/** This program's own CSV export. */
export const keepfolio: BrokerFormat = {
  id: 'keepfolio',
  name: 'Keepfolio export',
  tables: [
    {
      format: 'keepfolio-ledger',
      kind: 'transactions',
      needs: [
        'date',
        'type',
        'symbol',
        'quantity',
        'price',
        'fees',
        'amount',
        'currency',
        'raw type',
        'source lines',
      ],
      open(book, columns) {
        const at = LEDGER_COLUMNS.map((c) => columns.find(c.replaceAll('_', ' ')));
        return (cells, line) => {
          if (book.date(cells, at[0] as number) === null) return false;
          const record = Object.fromEntries(
            LEDGER_COLUMNS.map((c, i) => [c, plainCell(cells[at[i] as number] ?? '')]),
          ) as LedgerRecord;
          const t = fromRecord(record, book.fileName, line);
          if (typeof t === 'string')
            book.problem(line, 'bad-export-row', `${t}. Correct the cell or leave the row out.`);
          else book.push(t);
          return true;
        };
      },
    },
  ],
};
