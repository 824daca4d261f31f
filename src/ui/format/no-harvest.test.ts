import { expect, it } from 'vitest';
import { isoDate } from '../../core/iso-date.ts';
import { noHarvestBySymbol } from './no-harvest.ts';

it('gathers lots by symbol, names the last day that matters, and drops days that are reached', () => {
  const of = (symbol: string, lots: number, account: string, until: string) => ({
    symbol,
    lots,
    account,
    until: isoDate(until),
  });
  const rows = noHarvestBySymbol(
    [
      of('B', 1, 'x', '2026-03-09'),
      of('A', 1, 'y', '2026-03-05'),
      of('A', 2, 'x', '2026-03-07'),
      of('C', 4, 'x', '2026-03-01'),
    ],
    isoDate('2026-03-01'),
  );
  expect(rows).toEqual([
    { symbol: 'A', lots: 3, accounts: ['x', 'y'], until: '2026-03-07' },
    { symbol: 'B', lots: 1, accounts: ['x'], until: '2026-03-09' },
  ]);
});
