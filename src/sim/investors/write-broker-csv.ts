import { centsToText } from '../../core/money.ts';
import { quantityToText } from '../../core/quantity.ts';
import type { Quantity } from '../../core/quantity.ts';
import { formatScaled } from '../../core/decimal.ts';
import type { Transaction, TransactionType } from '../../domain/ledger/transaction.ts';

const ACTION: Partial<Record<TransactionType, string>> = {
  buy: 'Buy',
  sell: 'Sell',
  dividend: 'Cash Dividend',
  reinvest: 'Reinvest Shares',
  transfer_in: 'Security Transfer',
  deposit: 'MoneyLink Transfer',
  withdrawal: 'MoneyLink Transfer',
};

const quoted = (cells: readonly string[]): string => cells.map((c) => `"${c}"`).join(',');
const dollarText = (amount: number): string =>
  `${amount < 0 ? '-' : ''}$${centsToText(Math.abs(amount) as Transaction['amount'])}`;

/**
 * Writes rows the way a large US broker exports them (newest first, quoted cells, unsigned quantities, signed
 * dollar amounts), so that a simulated person goes through the same importer as a real one.
 */
export function brokerCsv(transactions: readonly Transaction[]): string {
  const header = quoted([
    'Date',
    'Action',
    'Symbol',
    'Description',
    'Quantity',
    'Price',
    'Fees & Comm',
    'Amount',
  ]);
  const lines = transactions.map((t) => {
    const date = `${t.date.slice(5, 7)}/${t.date.slice(8, 10)}/${t.date.slice(0, 4)}`;
    const shares = t.quantity === 0 ? '' : quantityToText(Math.abs(t.quantity) as Quantity);
    const price = t.price === null ? '' : `$${formatScaled(t.price, 8, 2)}`;
    const amount = t.amount === 0 ? '' : dollarText(t.amount);
    const what = t.symbol === null ? 'TRANSFER' : `${t.symbol} SIMULATED SECURITY`;
    return quoted([date, ACTION[t.type] ?? t.type, t.symbol ?? '', what, shares, price, '', amount]);
  });
  return `${[header, ...lines.toReversed()].join('\n')}\n`;
}
