import { describe, expect, it } from 'vitest';
import { doNotHarvest, harvestViews, noBuyUntil } from './harvest.ts';
import { day, scenario } from './scenario.test-data.ts';

const at = (price: number) => (lot: { quantity: number }) => Math.round((lot.quantity / 1e8) * price * 1e6);

describe('harvest lists for a date', () => {
  const told = scenario()
    .have('b1', '2023-01-10', 100, 50)
    .have('b2', '2024-05-20', 30, 42)
    .have('b3', '2024-05-28', 10, 41);

  it('a loss on the old lot would wash against both young ones; clean 31 days after the last', () => {
    const [b1, b2] = harvestViews(told.fold(), day('2024-06-10'), at(40));
    expect(b1).toMatchObject({
      unrealized: -1000e6,
      termIfSold: 'long',
      sharesWashed: 40e8,
      lossDisallowed: 400e6,
      cleanFrom: '2024-06-28',
    });
    // The whole lot of 30 loses 60; the ten shares of b3 would replace ten of them.
    expect(b2).toMatchObject({
      unrealized: -60e6,
      termIfSold: 'short',
      sharesWashed: 10e8,
      lossDisallowed: 20e6,
    });
  });

  it('a gain blocks nothing', () => {
    const views = harvestViews(told.fold(), day('2024-06-10'), at(60));
    expect(views.every((v) => v.sharesWashed === 0 && v.cleanFrom === null)).toBe(true);
  });

  it('after 31 days nothing blocks any more', () => {
    expect(harvestViews(told.fold(), day('2024-06-28'), at(40))[0]).toMatchObject({
      sharesWashed: 0,
      cleanFrom: null,
    });
    expect(doNotHarvest(told.fold(), day('2024-06-27'))).toContainEqual(
      expect.objectContaining({ lotId: 'b1', until: '2024-06-28' }),
    );
    expect(doNotHarvest(told.fold(), day('2024-06-28'))).toEqual([]);
  });

  it('no buying until sale date + 31, unless the loss is already replaced', () => {
    const sold = scenario().have('b1', '2023-01-10', 10, 50).sell('s1', '2024-06-03', 10, 40);
    expect(noBuyUntil(sold.fold(), day('2024-06-20'))).toEqual(new Map([['XYZ', '2024-07-04']]));
    expect(noBuyUntil(sold.fold(), day('2024-07-03')).size).toBe(1);
    expect(noBuyUntil(sold.fold(), day('2024-07-04')).size).toBe(0);
    expect(noBuyUntil(sold.have('b2', '2024-06-10', 10, 41).fold(), day('2024-06-20')).size).toBe(0);
  });

  it('partly replaced: the rest still waits', () => {
    const sold = scenario()
      .have('b1', '2023-01-10', 10, 50)
      .sell('s1', '2024-06-03', 10, 40)
      .have('b2', '2024-06-10', 4, 41);
    expect(noBuyUntil(sold.fold(), day('2024-06-20')).get('XYZ')).toBe('2024-07-04');
  });
});

describe('identical securities', () => {
  it('may not be bought either', () => {
    const book = scenario({ identical_groups: [['XYZ', 'XYZB']] })
      .have('b1', '2023-01-10', 10, 50)
      .sell('s1', '2024-06-03', 10, 40)
      .fold();
    expect([...noBuyUntil(book, day('2024-06-20')).keys()]).toEqual(['XYZ']);
    expect([...noBuyUntil(book, day('2024-06-20'), true).keys()].toSorted()).toEqual(['XYZ', 'XYZB']);
  });
});
