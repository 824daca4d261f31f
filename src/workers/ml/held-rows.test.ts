import { describe, expect, it } from 'vitest';
import { cents } from '../../core/money.ts';
import { dateOfDayNumber, dayNumber, isoDate } from '../../core/iso-date.ts';
import { quantityFromNumber } from '../../core/quantity.ts';
import { fileParts, packRows } from '../../domain/ledger/packed-rows.ts';
import type { Transaction } from '../../domain/ledger/transaction.ts';
import { holdRows } from './held-rows.ts';

/** So many purchases, a day apart, of a hundred symbols that begin with the name. */
const rowsWith = (name: string, count: number): Blob =>
  new Blob(
    fileParts(
      packRows(
        Array.from({ length: count }, (_, i): Transaction => ({
          file: 'made-up.csv',
          lines: [i + 1],
          date: dateOfDayNumber(dayNumber(isoDate('2010-01-04')) + i),
          type: 'buy',
          symbol: `${name}${i % 100}`,
          quantity: quantityFromNumber(1),
          price: null,
          fees: cents(0),
          amount: cents(-100),
          currency: 'USD',
          account: 'main',
          description: '',
          rawType: '',
          flags: [],
        })),
      ),
    ),
  );

const job = { isCancelled: () => false };

describe('rows in the models’ worker', () => {
  it('are folded once for the same options, and told when they must be', async () => {
    const rows = holdRows();
    await rows.load(rowsWith('AAA', 3));
    let folds = 0;
    const asked = { ...job, onFold: () => folds++ };
    const first = await rows.ledger({ method: 'FIFO' }, asked);
    expect(await rows.ledger({ method: 'FIFO' }, asked)).toBe(first);
    expect(folds).toBe(1);
    expect(await rows.ledger({ method: 'HIFO' }, asked)).not.toBe(first);
    expect(folds).toBe(2);
  });

  it('do not mix: a fold of earlier rows that ends late is not taken for the new ones', async () => {
    const rows = holdRows();
    // Enough rows for the fold to pause; others come at its first pause.
    await rows.load(rowsWith('OLD', 4000));
    const bytes = await rowsWith('NEW', 2).arrayBuffer();
    let loading: Promise<void> | null = null;
    const late = rows.ledger(
      { method: 'FIFO' },
      {
        isCancelled() {
          loading ??= rows.load({ arrayBuffer: () => Promise.resolve(bytes) } as Blob);
          return false;
        },
      },
    );
    expect((await late).openLots[0]?.symbol).toBe('OLD0');
    expect(loading, 'the fold paused').not.toBeNull();
    expect((await rows.ledger({ method: 'FIFO' }, job)).openLots[0]?.symbol).toBe('NEW0');
  });
});
