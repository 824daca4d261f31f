import { centsToText } from '../../core/money.ts';
import { quantityToText, unitPriceToNumber } from '../../core/quantity.ts';
import type { PlannedTrade } from '../../domain/portfolio/types.ts';

// A cell that a spreadsheet would run as a formula is kept as text.
const cell = (text: string): string => {
  const safe = /^[=+\-@\t\r]/.test(text) && !/^-?\d/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

const HEAD = [
  'side',
  'symbol',
  'account',
  'quantity',
  'price',
  'amount',
  'lot_acquired',
  'lot_quantity',
  'lot_basis',
  'lot_gain',
  'lot_term',
  'estimated_tax_of_trade',
  'reason',
];

/** The trade list as CSV, one line per lot sold and one per purchase. */
export function tradesCsv(trades: readonly PlannedTrade[]): string {
  const lines = trades.flatMap((t) => {
    const head = [
      t.side,
      t.symbol,
      t.account,
      quantityToText(t.quantity),
      String(unitPriceToNumber(t.price)),
      centsToText(t.amount),
    ];
    const tail = [centsToText(t.estimatedTax), t.reason];
    if (t.lots.length === 0) return [[...head, '', '', '', '', '', ...tail]];
    return t.lots.map((l) => [
      ...head,
      l.acquired,
      quantityToText(l.quantity),
      centsToText(l.basis),
      centsToText(l.gain),
      l.term,
      ...tail,
    ]);
  });
  return [HEAD, ...lines].map((line) => line.map(cell).join(',')).join('\r\n') + '\r\n';
}
