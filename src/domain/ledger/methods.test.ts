import { describe, expect, it } from 'vitest';
import type { Cents } from '../../core/money.ts';
import { METHOD_IDS, METHODS, parseMethod } from './methods.ts';
import { day, scenario } from './scenario.test-data.ts';

/** Four lots with different ages and prices; sold at 60 on 3 March 2025. */
const four = (method: string, rules = {}) =>
  scenario({ method }, rules)
    .have('old', '2020-01-06', 10, 20)
    .have('high', '2021-01-04', 10, 70)
    .have('mid', '2024-08-05', 10, 65)
    .have('new', '2024-09-03', 10, 55);

describe('booking methods', () => {
  it('FIFO takes the oldest, LIFO the newest', () => {
    four('FIFO')
      .sell('s', '2025-03-03', 15, 60)
      .expectRows({ sale: 's', lot: 'old', quantity: 10 }, { sale: 's', lot: 'high', quantity: 5 });
    four('LIFO')
      .sell('s', '2025-03-03', 15, 60)
      .expectRows({ sale: 's', lot: 'new', quantity: 10 }, { sale: 's', lot: 'mid', quantity: 5 });
  });

  it('HIFO takes the highest basis, LOFO the lowest', () => {
    four('HIFO')
      .sell('s', '2025-03-03', 15, 60)
      .expectRows({ sale: 's', lot: 'high' }, { sale: 's', lot: 'mid', quantity: 5 });
    four('LOFO')
      .sell('s', '2025-03-03', 15, 60)
      .expectRows({ sale: 's', lot: 'old' }, { sale: 's', lot: 'new', quantity: 5 });
  });

  it('equal basis: the older lot first, whatever was partly sold before', () => {
    scenario({ method: 'HIFO' })
      .have('a', '2024-01-02', 3, 10, { fees: 0.01 })
      .have('b', '2024-01-03', 3, 10, { fees: 0.01 })
      .sell('s1', '2024-02-02', 1, 12)
      .sell('s2', '2024-02-05', 3, 12)
      .expectRows(
        { sale: 's1', lot: 'a', quantity: 1 },
        { sale: 's2', lot: 'a', quantity: 2 },
        { sale: 's2', lot: 'b', quantity: 1 },
      );
  });

  it.each(['HIFO', 'LOFO'])('%s: thirds and sevenths of a cent are no difference in basis', (method) => {
    for (const [shares, fees] of [
      [3, 0.01],
      [7, 0.01],
      [7, 0.03],
      [11, 0.05],
    ] as const)
      scenario({ method })
        .have('a', '2024-01-02', shares, 10, { fees })
        .have('b', '2024-01-03', shares, 10, { fees })
        .sell('s1', '2024-02-02', 1, 12)
        .sell('s2', '2024-02-05', 1, 12)
        .expectRows({ sale: 's1', lot: 'a', quantity: 1 }, { sale: 's2', lot: 'a', quantity: 1 });
  });

  it('HIFO sees the basis a wash sale has raised', () => {
    scenario({ method: 'HIFO' })
      .have('a', '2023-01-03', 10, 50)
      .sell('s1', '2024-06-03', 10, 20)
      .have('b', '2024-06-04', 10, 25)
      .have('c', '2024-07-30', 10, 40)
      .sell('s2', '2024-09-30', 10, 45)
      .expectRows({ sale: 's1', lot: 'a', wash: 300 }, { sale: 's2', lot: 'b', cost: 550 });
  });

  it('MINTAX: short losses, long losses, long gains, short gains', () => {
    scenario({ method: 'MINTAX' })
      .have('b1', '2020-01-06', 10, 20)
      .have('b2', '2021-01-04', 10, 70)
      .have('b5', '2023-01-09', 10, 50)
      .have('b3', '2024-08-05', 10, 65)
      .have('b4', '2024-09-03', 10, 55)
      .sell('s', '2025-03-03', 50, 60)
      .expectRows(
        { sale: 's', lot: 'b3' },
        { sale: 's', lot: 'b2' },
        { sale: 's', lot: 'b5' },
        { sale: 's', lot: 'b1' },
        { sale: 's', lot: 'b4' },
      );
  });

  it('MINTAX: break-even lots stand between losses and gains, short before long', () => {
    scenario({ method: 'MINTAX' })
      .have('longGain', '2020-01-06', 10, 59)
      .have('longEven', '2021-01-06', 10, 60)
      .have('shortEven', '2024-09-06', 10, 60)
      .have('shortLoss', '2024-09-09', 10, 61)
      .sell('s', '2025-03-03', 40, 60)
      .expectRows(
        { sale: 's', lot: 'shortLoss' },
        { sale: 's', lot: 'shortEven' },
        { sale: 's', lot: 'longEven' },
        { sale: 's', lot: 'longGain' },
      );
  });

  it('TAXAWARE avoids the trap of the published order: a tiny short gain before a big long one', () => {
    scenario({ method: 'TAXAWARE' })
      .have('old', '2015-01-06', 10, 5)
      .have('new', '2024-12-03', 10, 59)
      .sell('s', '2025-03-03', 10, 60)
      .expectRows({ sale: 's', lot: 'new', gain: 10, term: 'short' });
  });

  it('TAXAWARE in the 0 % bracket realises the long gain and keeps the short one', () => {
    const tax = {
      year: 2025,
      status: 'single',
      ordinaryIncome: 2_000_000 as Cents,
      stateRate: 0,
      carryoverShort: 0 as Cents,
      carryoverLong: 0 as Cents,
    } as const;
    scenario({ method: 'TAXAWARE' }, { tax })
      .have('old', '2015-01-06', 10, 5)
      .have('new', '2024-12-03', 10, 40)
      .sell('s', '2025-03-03', 10, 60)
      .expectRows({ sale: 's', lot: 'old', gain: 550, term: 'long' });
  });

  it('SPECID takes the named lots; a sale with lots overrides any default', () => {
    four('SPECID').sell('s', '2025-03-03', 5, 60).expectRows({ sale: 's', lot: 'old', quantity: 5 });
    four('FIFO')
      .sell('s', '2025-03-03', 7, 60, {
        lots: [
          { lot: 'mid', quantity: 4 },
          { lot: 'old', quantity: 3 },
        ],
      })
      .expectRows({ sale: 's', lot: 'mid', quantity: 4 }, { sale: 's', lot: 'old', quantity: 3 });
  });

  it('SPECID naming more than a lot holds: the rest goes by FIFO and is reported', () => {
    const told = four('FIFO').sell('s', '2025-03-03', 12, 60, { lots: [{ lot: 'mid', quantity: 12 }] });
    told.expectRows({ sale: 's', lot: 'mid', quantity: 10 }, { sale: 's', lot: 'old', quantity: 2 });
    expect(told.fold().problems.map((p) => p.code)).toEqual(['lot-not-held']);
  });

  it('Pub. 564 Examples 1 and 3, LJP: average 16, then 15 after a further purchase', () => {
    scenario({ method: 'AVG', securities: { XYZ: { class: 'mutual_fund' } } })
      .have('b1', '2006-05-01', 100, 10)
      .have('b2', '2007-05-01', 100, 12)
      .have('b3', '2008-05-01', 100, 26)
      .sell('s1', '2009-05-11', 150, 20)
      .have('b4', '2009-09-18', 150, 14)
      .sell('s2', '2009-12-16', 50, 20)
      .expectRows(
        { sale: 's1', lot: 'b1', cost: 1600 },
        { sale: 's1', lot: 'b2', cost: 800 },
        { sale: 's2', lot: 'b2', cost: 750, gain: 250 },
      )
      .expectOpen({ lot: 'b3', quantity: 100, basis: 1500 }, { lot: 'b4', quantity: 150, basis: 2250 });
  });

  it('AVG: a washed loss goes into the pool with the replacement', () => {
    scenario({ method: 'AVG', securities: { XYZ: { class: 'mutual_fund' } } })
      .have('b1', '2023-01-03', 10, 30)
      .sell('s1', '2024-06-03', 5, 20)
      .have('b2', '2024-06-10', 5, 20)
      .sell('s2', '2024-12-02', 5, 40)
      .expectRows({ sale: 's1', lot: 'b1', wash: 50 }, { sale: 's2', lot: 'b1', cost: 150 })
      .expectOpen({ lot: 'b2', quantity: 5, basis: 150 });
  });

  it('AVG is refused for crypto: FIFO instead', () => {
    scenario({ method: 'AVG', securities: { XYZ: { class: 'crypto' } } })
      .have('b1', '2023-01-03', 10, 30)
      .have('b2', '2023-01-04', 10, 10)
      .sell('s1', '2024-06-03', 10, 40)
      .expectRows({ sale: 's1', lot: 'b1', cost: 300 });
  });

  it('methods are per account and change from a date on', () => {
    const methods = [
      { method: 'LIFO' as const, account: 'b' },
      { method: 'HIFO' as const, account: 'b', from: day('2025-01-01') },
    ];
    const told = scenario({}, { methods });
    for (const account of ['a', 'b']) {
      told
        .have(`${account}1`, '2023-01-03', 10, 30, { account })
        .have(`${account}2`, '2023-02-03', 10, 90, { account })
        .have(`${account}3`, '2023-03-03', 10, 50, { account });
    }
    told
      .sell('sa', '2024-06-03', 5, 95, { account: 'a' })
      .sell('sb', '2024-06-03', 5, 95, { account: 'b' })
      .sell('sc', '2025-06-03', 5, 95, { account: 'b' })
      .expectRows({ sale: 'sa', lot: 'a1' }, { sale: 'sb', lot: 'b3' }, { sale: 'sc', lot: 'b2' });
  });

  it('names are read in any case, and the table is complete', () => {
    expect(parseMethod('taxaware')).toBe('TAXAWARE');
    expect(parseMethod('tax-aware')).toBe('TAXAWARE');
    expect(parseMethod('cheapest')).toBeNull();
    for (const id of METHOD_IDS) expect(METHODS[id].id).toBe(id);
  });
});
