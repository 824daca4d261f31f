import { cents } from '../core/money.ts';
import type { Cents } from '../core/money.ts';
import type { Quantity } from '../core/quantity.ts';
import type { LedgerEvent } from '../domain/ledger/events.ts';
import { centsOf } from '../domain/ledger/micros.ts';
import type { Transaction, TransactionType } from '../domain/ledger/transaction.ts';

const TYPE: Readonly<Record<string, TransactionType>> = {
  buy: 'buy',
  reinvest: 'reinvest',
  vest: 'stock_plan',
  sell: 'sell',
};

/**
 * Purchases and sales of a document in the worked-case format as broker's rows, for what reads rows (behaviour). Corporate
 * actions and transfers are left out: they are no decisions.
 */
export function rowsOfEvents(events: readonly LedgerEvent[], file: string): Transaction[] {
  return events.flatMap((e, i) => {
    const type = TYPE[e.type];
    if (type === undefined || !('quantity' in e)) return [];
    const isSale = e.type === 'sell';
    const money: Cents = isSale
      ? centsOf(e.proceeds)
      : 'cost' in e && e.cost !== null
        ? cents(-centsOf(e.cost))
        : cents(0);
    return [
      {
        file,
        lines: [i + 1],
        date: e.date,
        type,
        symbol: e.symbol,
        quantity: (isSale ? -Math.abs(Number(e.quantity)) : Math.abs(Number(e.quantity))) as Quantity,
        price: null,
        fees: cents(0),
        amount: type === 'stock_plan' ? cents(0) : money,
        currency: e.currency ?? 'USD',
        account: e.account,
        description: '',
        rawType: e.type,
        flags: [],
      },
    ];
  });
}
