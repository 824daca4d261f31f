import { describe, expect, it } from 'vitest';
import { cents } from '../../core/money.ts';
import { quantityFromNumber } from '../../core/quantity.ts';
import { isSettled, matchPositions, type BrokerPosition, type HeldLot } from './match-positions.ts';

const says = (
  symbol: string,
  shares: number,
  dollars: number | null,
  more: Partial<BrokerPosition> = {},
) => ({
  account: null,
  symbol,
  quantity: quantityFromNumber(shares),
  basis: dollars === null ? null : cents(Math.round(dollars * 100)),
  price: null,
  ...more,
});
const lot = (
  symbol: string,
  shares: number,
  dollars: number | null,
  more: Partial<HeldLot> = {},
): HeldLot => ({
  symbol,
  account: 'Broker',
  quantity: quantityFromNumber(shares),
  basis: dollars === null ? null : cents(Math.round(dollars * 100)),
  trail: [],
  ...more,
});
const reasons = (
  positions: readonly BrokerPosition[],
  lots: readonly HeldLot[],
  sold: readonly string[] = [],
  accounts: readonly string[] = ['Broker'],
): Record<string, unknown> =>
  Object.fromEntries(
    matchPositions(positions, 'Broker', { accounts, lots, sold: new Set(sold) }).rows.map((r) => [
      r.symbol,
      r.reason,
    ]),
  );

describe('matchPositions', () => {
  it('adds lots up and lets a broker round its basis', () => {
    const match = matchPositions([says('AAA', 30, 301)], 'Broker', {
      accounts: ['Broker'],
      lots: [lot('AAA', 10, 100.4), lot('AAA', 20, 200.1)],
      sold: new Set(),
    });
    expect(match.rows).toEqual([
      expect.objectContaining({
        ourShares: quantityFromNumber(30),
        ourBasis: 30050,
        basisDifference: 50,
        reason: { code: 'match' },
      }),
    ]);
    expect(match.rows.every(isSettled)).toBe(true);
  });

  it('tells a missing split from missing purchases', () => {
    expect(
      reasons(
        [says('SPL', 30, 100), says('REV', 1.5, 90), says('PART', 30, 100), says('NEW', 4, 10)],
        [lot('SPL', 10, 100), lot('REV', 15, 90), lot('PART', 13, 50)],
      ),
    ).toEqual({
      SPL: { code: 'split', to: 3, from: 1 },
      REV: { code: 'split', to: 1, from: 10 },
      PART: { code: 'part-missing' },
      NEW: { code: 'no-history' },
    });
  });

  it('shares all sold here and held there are a history with a gap', () => {
    expect(reasons([says('GAP', 7, 10)], [], ['GAP'])).toEqual({ GAP: { code: 'part-missing' } });
  });

  it('points to lots without a cost before it compares costs', () => {
    expect(reasons([says('T', 25, 900)], [lot('T', 10, 300), lot('T', 15, null)])).toEqual({
      T: { code: 'basis-missing', lots: 1 },
    });
  });

  it('explains another basis by wash sales, by the lots of earlier sales, or by an adjustment', () => {
    expect(
      reasons(
        [says('W', 1, 50), says('S', 1, 50), says('A', 1, 50), says('N', 1, null)],
        [
          lot('W', 1, 80, { trail: ['wash sale loss added'] }),
          lot('S', 1, 80),
          lot('A', 1, 80),
          lot('N', 1, 80),
        ],
        ['S'],
      ),
    ).toEqual({
      W: { code: 'wash-basis' },
      S: { code: 'lot-method' },
      A: { code: 'basis-adjusted' },
      N: { code: 'no-broker-basis' },
    });
  });

  it('sees a new name, a later sale, a cash fund and an option', () => {
    expect(
      reasons(
        [
          says('META', 12.5, 100),
          says('SPAXX', 812.4, 812.4, { price: 1e8 }),
          says('ABC 01/16/2026 150 C', 1, 40),
        ],
        [lot('FB', 12.5, 100), lot('GONE', 3, 9)],
      ),
    ).toEqual({
      META: { code: 'renamed', other: 'FB' },
      FB: { code: 'renamed', other: 'META' },
      GONE: { code: 'sold-since' },
      SPAXX: { code: 'cash-fund' },
      'ABC 01/16/2026 150 C': { code: 'option' },
    });
  });

  it('compares the accounts the file names, else the broker’s, else everything', () => {
    const lots = [lot('A', 1, 10, { account: 'X-1' }), lot('A', 5, 50, { account: 'Y-2' })];
    const match = (account: string | null, broker: string, accounts: readonly string[]) =>
      matchPositions([says('A', 1, 10, { account })], broker, { accounts, lots, sold: new Set() });
    expect(match('X-1', 'Broker', ['X-1', 'Y-2'])).toMatchObject({
      accounts: ['X-1'],
      isWholeLedger: false,
      rows: [{ reason: { code: 'match' } }],
    });
    expect(match('…789', 'Y-2', ['X-1', 'Y-2'])).toMatchObject({ accounts: ['Y-2'], isWholeLedger: false });
    expect(match(null, 'Broker', ['X-1', 'Y-2'])).toMatchObject({
      isWholeLedger: true,
      rows: [{ ourShares: quantityFromNumber(6) }],
    });
  });

  it('puts what differs first', () => {
    const { rows } = matchPositions([says('A', 1, 1), says('Z', 9, 1)], 'Broker', {
      accounts: ['Broker'],
      lots: [lot('A', 1, 1), lot('Z', 4, 1)],
      sold: new Set(),
    });
    expect(rows.map((r) => r.symbol)).toEqual(['Z', 'A']);
  });
});
