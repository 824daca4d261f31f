import { expect, it } from 'vitest';
import { isoDate } from '../../core/iso-date.ts';
import { noHarvestBySymbol } from './no-harvest.ts';

it('gathers lots by symbol, names the last day that matters, and drops days that are reached', () => {
  const of = (symbol: string, lotId: string, account: string, until: string) => ({
    symbol,
    lotId,
    account,
    until: isoDate(until),
  });
  const rows = noHarvestBySymbol(
    [
      of('B', '1', 'x', '2026-03-09'),
      of('A', '2', 'y', '2026-03-05'),
      of('A', '3', 'x', '2026-03-07'),
      of('A', '3', 'x', '2026-03-07'),
      of('C', '4', 'x', '2026-03-01'),
    ],
    isoDate('2026-03-01'),
  );
  expect(rows).toEqual([
    { symbol: 'A', lots: 2, accounts: ['x', 'y'], until: '2026-03-07' },
    { symbol: 'B', lots: 1, accounts: ['x'], until: '2026-03-09' },
  ]);
});
