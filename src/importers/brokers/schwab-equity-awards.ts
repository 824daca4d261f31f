import type { IsoDate } from '../../core/iso-date.ts';
import type { Book } from '../book.ts';
import type { RowReader } from '../broker.ts';
import type { Columns } from '../headers.ts';

/** Vests and sales of the stock-plan account: one logical row is two records, the second starting with empty cells. */
export function openEquityAwards(book: Book, columns: Columns): RowReader {
  const at = (name: string): number => columns.find(name);
  const netAt = at('netsharesdeposited');
  const fmvAt = at('fairmarketvalueprice');
  const salePriceAt = at('saleprice');
  const taxesAt = at('taxes');
  let open: { line: number; raw: string; cells: string[]; date: IsoDate } | null = null;
  const flush = (second: string[] | null, line2: number): void => {
    if (!open) return;
    const { line, cells, date } = open;
    open = null;
    book.begin();
    const lines = second ? [line, line2] : [line];
    const action = book.text(cells, at('action'));
    const detail = second ?? cells;
    const quantity = book.units(cells, at('quantity')) ?? 0;
    const amount = book.money(cells, at('amount'));
    const base = {
      date,
      symbol: book.text(cells, at('symbol')),
      description: book.text(cells, at('description')),
      rawType: action,
      fees: book.money(cells, at('feesandcommissions')),
    };
    switch (action.toLowerCase()) {
      case 'lapse': {
        const net = book.units(detail, netAt) ?? quantity;
        book.add(lines, {
          ...base,
          type: 'stock_plan',
          quantity: Math.abs(net),
          price: book.units(detail, fmvAt),
          flags: ['price_is_value_at_vest'],
          taxWithheld: book.money(detail, taxesAt),
        });
        return;
      }
      case 'deposit':
        // The vest booked the units; the move to the brokerage account takes them out of the plan account.
        book.add(lines, { ...base, type: 'transfer_out', quantity: -Math.abs(quantity) });
        return;
      case 'sale':
      case 'forced quick sell':
      case 'quick sell':
        if (quantity === 0 || amount === null) book.missing(line, 'quantity or amount');
        else
          book.add(lines, {
            ...base,
            type: 'sell',
            quantity: -Math.abs(quantity),
            price: book.units(detail, salePriceAt),
            amount: Math.abs(amount),
          });
        return;
      case 'wire transfer':
      case 'journal':
        book.add(lines, {
          ...base,
          symbol: null,
          type:
            action.toLowerCase() === 'journal'
              ? 'journal_cash'
              : (amount ?? 0) > 0
                ? 'deposit'
                : 'withdrawal',
          amount,
        });
        return;
      default:
        for (const l of lines) book.unknownAction(l, action);
    }
  };
  const read: RowReader = (cells, line) => {
    const date = book.date(cells, at('date'));
    if (date) {
      flush(null, 0);
      open = { line, raw: book.rawRecord(), cells: cells.slice(), date };
      // A sale of one lot may print everything on one record.
      return true;
    }
    if (open && cells.slice(0, 8).every((c) => c.trim() === '') && cells.some((c) => c.trim() !== '')) {
      flush(cells, line);
      return true;
    }
    flush(null, 0);
    return false;
  };
  read.end = () => flush(null, 0);
  return read;
}
