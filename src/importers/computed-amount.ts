import { valueOf, type Quantity, type UnitPrice } from '../core/quantity.ts';
import { TRANSACTION_FAMILIES, type TransactionType } from '../domain/ledger/transaction.ts';
import { signedUnits } from './post-row.ts';

/** Cash of a row that prints none: units x price, less or plus the fee, by the direction of the units. */
export function computedAmount(type: TransactionType, quantity: number, price: number, fees: number): number {
  const gross = valueOf(Math.abs(quantity) as Quantity, Math.abs(price) as UnitPrice);
  const family = TRANSACTION_FAMILIES[type];
  if (family === 'cost' || type === 'withdrawal') return -gross - fees;
  return signedUnits(type, Math.abs(quantity)) > 0 && family !== 'income' ? -gross - fees : gross - fees;
}
