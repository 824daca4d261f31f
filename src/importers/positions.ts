import type { UnitPrice } from '../core/quantity.ts';
import type { TableDef } from './broker.ts';
import { isNothing } from './numbers.ts';

/** Column names under which brokers print holdings. */
export interface PositionColumns {
  readonly symbol: readonly string[];
  readonly quantity: readonly string[];
  readonly price?: readonly string[];
  readonly value?: readonly string[];
  readonly basis?: readonly string[];
  readonly account?: readonly string[];
}

/** A holdings table: every row is ignored as a transaction and kept as a position for reconciliation. */
export function positionsTable(
  format: string,
  needs: readonly string[],
  c: PositionColumns,
  without: readonly string[] = [],
): TableDef {
  return {
    format,
    kind: 'positions',
    needs,
    without,
    open(book, columns) {
      const at = (names: readonly string[] | undefined): number => columns.find(...(names ?? []));
      const symbolAt = at(c.symbol);
      const quantityAt = at(c.quantity);
      const priceAt = at(c.price);
      const valueAt = at(c.value);
      const basisAt = at(c.basis);
      const accountAt = at(c.account);
      return (cells, line) => {
        const symbol = book.text(cells, symbolAt).replace(/\*+$/, '');
        if (isNothing(symbol) || /^(?:total|account total|cash total)/i.test(symbol) || cells.length < 3)
          return false;
        const quantity = book.units(cells, quantityAt);
        const price = book.units(cells, priceAt);
        const value = book.money(cells, valueAt);
        const basis = book.money(cells, basisAt);
        if (quantity !== null && book.malformedCell === null) {
          const account = accountAt < 0 ? book.account : book.text(cells, accountAt) || null;
          book.position(line, {
            account,
            symbol,
            quantity,
            price: price === null ? null : (Math.abs(price) as UnitPrice),
            value,
            basis,
          });
        }
        book.ignore(line, 'holdings snapshot (not a transaction)');
        return true;
      };
    },
  };
}

/** A table that is recognised so that its rows are not taken for transactions. */
export function skippedTable(format: string, needs: readonly string[], why: string): TableDef {
  return {
    format,
    kind: 'skip',
    needs,
    open(book) {
      return (cells, line) => {
        if (cells.every((x) => x.trim() === '')) return false;
        book.ignore(line, why);
        return true;
      };
    },
  };
}
