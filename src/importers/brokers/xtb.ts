import type { BrokerFormat } from '../broker.ts';
import { simpleTable } from '../simple-table.ts';

/** XTB cash operations: units and price stand in the comment, "OPEN BUY 34/42.5658 @ 11.7480". */
export const xtb: BrokerFormat = {
  id: 'xtb',
  name: 'XTB',
  currency: 'EUR',
  tables: [
    simpleTable({
      format: 'xtb-cash-operations',
      needs: ['id', 'type', 'time', 'symbol', 'comment', 'amount'],
      dateOrder: 'dmy',
      columns: {
        date: ['time'],
        symbol: ['symbol'],
        amount: ['amount'],
        description: ['comment'],
        id: ['id'],
      },
      words: ['type'],
      meanings: [
        [/purchase|compra|zakup|achat|kauf/, 'buy'],
        [/\bsale\b|vende|sprzeda|vente|verkauf/, 'sell'],
        [/withholding|tax|sec fee tax/, 'tax_withheld'],
        [/divid|spin off/, 'dividend'],
        [/profit|loss/, 'other'],
        [/interest/, 'interest-by-sign'],
        [/fee|commission|swap/, 'fee'],
        [/deposit/, 'cash'],
        [/withdraw/, 'cash'],
        [/transfer/, 'journal_cash'],
      ],
      adjust(row, _cells, book) {
        const m = /(?:OPEN|CLOSE) (?:BUY|SELL) ([\d.,]+)(?:\/[\d.,]+)? @ ([\d.,]+)/i.exec(row.description);
        if (!m) return row;
        return {
          ...row,
          quantity: book.numberText(m[1] as string, 8),
          price: book.numberText(m[2] as string, 8),
        };
      },
    }),
  ],
};
