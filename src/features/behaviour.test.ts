import { describe, expect, it } from 'vitest';
import { addDays, dayNumber, isoDate } from '../core/iso-date.ts';
import { cents, centsFromDollars } from '../core/money.ts';
import { quantityFromNumber } from '../core/quantity.ts';
import type { Transaction, TransactionType } from '../domain/ledger/transaction.ts';
import type { OpenLot, RealizedGain } from '../domain/portfolio/types.ts';
import { BEHAVIOUR, BEHAVIOUR_SIZE, behaviourAt, behaviourOn } from './behaviour.ts';
import { decisions } from './behaviour-decisions.ts';
import { tradeHistory } from './behaviour-history.ts';
import type { LedgerFacts } from './behaviour-history.ts';
import { behaviourMarket } from './behaviour-market.ts';
import { testPanel, withOtherFuture } from './test-panel.ts';

function row(
  date: string,
  type: TransactionType,
  symbol: string | null,
  shares: number,
  dollars: number,
): Transaction {
  return {
    file: 'made-up.csv',
    lines: [1],
    date: isoDate(date),
    type,
    symbol,
    quantity: quantityFromNumber(shares),
    price: null,
    fees: cents(0),
    amount: centsFromDollars(dollars),
    currency: 'USD',
    account: 'one',
    description: '',
    rawType: type,
    flags: [],
  };
}

function realised(
  symbol: string,
  acquired: string,
  sold: string,
  cost: number,
  proceeds: number,
): RealizedGain {
  const days = dayNumber(isoDate(sold)) - dayNumber(isoDate(acquired));
  return {
    saleId: `${symbol}-${sold}`,
    lotId: `${symbol}-${acquired}`,
    symbol,
    account: 'one',
    quantity: quantityFromNumber(1),
    acquired: isoDate(acquired),
    sold: isoDate(sold),
    proceeds: centsFromDollars(proceeds),
    cost: centsFromDollars(cost),
    washDisallowed: cents(0),
    gain: centsFromDollars(proceeds - cost),
    term: days > 365 ? 'long' : 'short',
    trail: [],
  };
}

const open = (symbol: string, acquired: string, basis: number): OpenLot => ({
  lotId: `${symbol}-${acquired}`,
  symbol,
  account: 'one',
  accountType: 'taxable',
  quantity: quantityFromNumber(1),
  acquired: isoDate(acquired),
  holdingFrom: isoDate(acquired),
  basis: centsFromDollars(basis),
  trail: [],
});

/** Two purchases on 2015-03-02 and 2015-06-01; the first is sold at a loss in December and replaced. */
const ROWS = [
  row('2015-03-02', 'deposit', null, 0, 5000),
  row('2015-03-02', 'buy', 'A0', 1, -1000),
  row('2015-06-01', 'buy', 'A5', 1, -2000),
  row('2015-12-10', 'sell', 'A0', -1, 800),
  row('2015-12-11', 'buy', 'A6', 1, -800),
  row('2015-12-20', 'dividend', 'A5', 0, 30),
];
const FACTS: LedgerFacts = {
  realized: [realised('A0', '2015-03-02', '2015-12-10', 1000, 800)],
  openLots: [open('A5', '2015-06-01', 2000), open('A6', '2015-12-11', 800)],
};
const END = isoDate('2016-01-15');
const panel = testPanel(3);
const market = behaviourMarket(panel);
const valueOf = (name: string, v: ReturnType<typeof behaviourAt>): number | null => {
  const i = BEHAVIOUR.findIndex((b) => b.name === name);
  expect(i, name).toBeGreaterThanOrEqual(0);
  return v.known[i] === 1 ? (v.values[i] as number) : null;
};

describe('the 32 behaviour numbers', () => {
  it('are 32, named once each, and can all be said', () => {
    expect(BEHAVIOUR).toHaveLength(BEHAVIOUR_SIZE);
    expect(new Set(BEHAVIOUR.map((b) => b.name)).size).toBe(32);
    for (const b of BEHAVIOUR) {
      for (const v of [b.center, 0, 5 * b.scale]) expect(b.words(v), b.name).toMatch(/^[A-Z0-9].*\.$/);
      expect(b.formula.length).toBeGreaterThan(10);
    }
  });

  it('come out of a small ledger as worked by hand', () => {
    const v = behaviourOn(tradeHistory(ROWS, FACTS, market), END);
    const years = (dayNumber(END) - dayNumber(isoDate('2015-03-02'))) / 365.25;
    expect(valueOf('tradesPerYear', v)).toBeCloseTo(4 / years, 9);
    expect(valueOf('holdingDays', v)).toBe(283);
    expect(valueOf('buyShare', v)).toBeCloseTo(3800 / 4600, 9);
    expect(valueOf('lossSales', v)).toBe(1);
    expect(valueOf('yearEndLosses', v)).toBe(1);
    expect(valueOf('earlyLosses', v)).toBe(1);
    expect(valueOf('lossDepth', v)).toBeCloseTo(0.2, 9);
    expect(valueOf('replacedAfterLoss', v)).toBe(1);
    expect(valueOf('rebuysWithin31', v)).toBe(0);
    expect(valueOf('longTermGainShare', v)).toBeNull();
    const heldDollarDays = 1000 * 283 + 2000 * 228 + 800 * 35;
    expect(valueOf('lossesPerYear', v)).toBeCloseTo(200 / (heldDollarDays / 319) / years, 9);
  });

  it('stay within three scales and say nothing about an empty ledger', () => {
    const v = behaviourOn(tradeHistory(ROWS, FACTS, market), END);
    for (const c of v.columns) expect(Math.abs(c)).toBeLessThanOrEqual(3);
    const empty = behaviourOn(tradeHistory([], { openLots: [], realized: [] }, null), END);
    expect([...empty.known]).toEqual(Array<number>(32).fill(0));
    expect([...empty.columns]).toEqual(Array<number>(32).fill(0));
  });

  it('keep what the ledger alone tells when there is no market', () => {
    const v = behaviourOn(tradeHistory(ROWS, FACTS, null), END);
    expect(valueOf('lossDepth', v)).toBeCloseTo(0.2, 9);
    expect(valueOf('buyMomentum', v)).toBeNull();
    expect(valueOf('disposition', v)).toBeNull();
    expect(valueOf('defensiveShare', v)).toBeNull();
    expect(valueOf('effectivePositions', v)).toBeCloseTo(2800 ** 2 / (2000 ** 2 + 800 ** 2), 9);
  });

  it('do not care about a purchase without a known cost, beyond leaving its gain unknown', () => {
    const facts: LedgerFacts = {
      openLots: [{ ...open('A5', '2015-06-01', 0), basis: null }],
      realized: [realised('A0', '2015-03-02', '2015-12-10', 0, 800)],
    };
    const v = behaviourOn(tradeHistory(ROWS, facts, null), END);
    expect(valueOf('lossSales', v)).toBeNull();
    expect(valueOf('holdingDays', v)).toBe(283);
  });

  it('never look ahead: later rows and later closes change nothing', () => {
    const day = dayNumber(isoDate('2015-12-10'));
    const full = behaviourAt(tradeHistory(ROWS, FACTS, market), day);
    const t = panel.dates.findIndex((d) => d === '2015-12-09');
    const other = behaviourMarket(withOtherFuture(panel, t));
    const known = ROWS.filter((r) => dayNumber(r.date) < day);
    const cut = behaviourAt(
      tradeHistory(
        known,
        { realized: [], openLots: [open('A0', '2015-03-02', 1000), open('A5', '2015-06-01', 2000)] },
        other,
      ),
      day,
    );
    expect(cut).toEqual(full);
  });
});

describe('decisions', () => {
  const history = tradeHistory(ROWS, FACTS, market);
  const set = decisions(history, { seed: 1 });

  it('are the days with trades that the market covers', () => {
    // 2015-03-02 has only 60 closes before it.
    expect(set.dates).toEqual(['2015-06-01', '2015-12-10', '2015-12-11']);
    expect(set.skipped).toBe(1);
    expect(set.symbols.slice(0, 3)).toEqual(expect.arrayContaining(['A0', 'A5', 'A6']));
    expect(new Set(set.symbols).size).toBe(set.symbols.length);
  });

  it('have weights that sum to one and changes that sum to zero', () => {
    const width = set.symbols.length + 1;
    for (let d = 0; d < set.count; d++) {
      const sum = (x: Float32Array): number => x.slice(d * width, (d + 1) * width).reduce((a, b) => a + b, 0);
      expect(sum(set.before)).toBeCloseTo(1, 6);
      expect(sum(set.change)).toBeCloseTo(0, 6);
    }
    const sold = set.change[1 * width + set.symbols.indexOf('A0')] as number;
    expect(sold).toBeLessThan(0);
  });

  it('see nothing of the day itself or later', () => {
    const t = panel.dates.findIndex((d) => d === addDays(isoDate('2015-12-10'), -1));
    const other = decisions(tradeHistory(ROWS, FACTS, behaviourMarket(withOtherFuture(panel, t))), {
      seed: 1,
    });
    const N = set.symbols.length;
    const width = set.asset.length / (set.count * N);
    expect(other.asset.slice(0, 2 * N * width)).toEqual(set.asset.slice(0, 2 * N * width));
    expect(other.global.slice(0, 42)).toEqual(set.global.slice(0, 42));
    expect(other.behaviour.slice(0, 64)).toEqual(set.behaviour.slice(0, 64));
  });
});
