import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from 'vitest';
import { yearOf, type IsoDate } from '../core/iso-date.ts';
import { cents, centsFromDollars } from '../core/money.ts';
import { quantityFromNumber } from '../core/quantity.ts';
import { pcg32 } from '../core/rng.ts';
import type { Transaction, TransactionType } from '../domain/ledger/transaction.ts';
import type { Panel } from '../domain/market/panel.ts';
import {
  OBJECTIVES,
  type Objective,
  type ObjectiveWeights,
  type TaxProfile,
} from '../domain/portfolio/types.ts';
import { fitMetadataConstants } from '../features/metadata-scale.ts';
import { metadataSection } from '../features/metadata.ts';
import { testPanel, withOtherFuture } from '../features/test-panel.ts';
import { encoderConfig } from '../models/encoder/config.ts';
import { initEncoder } from '../models/encoder/encoder.ts';
import { initPolicy } from '../models/policy/init.ts';
import { parseIntent } from '../intent/parse-intent.ts';
import { allocate, type AllocateRequest } from './allocate.ts';
import { buildLedger } from './ledger.ts';
import { newPlanFactsCache, type AllocateModels } from './plan-facts.ts';
import { currentPolicyConfig } from './policy-model.ts';

const panel = testPanel(11);
const day = 389;
const asOf = panel.dates[day] as IsoDate;
const T = panel.dates.length;
const priceOf = (symbol: string, t: number): number =>
  panel.close[panel.assets.findIndex((a) => a.symbol === symbol) * T + t] as number;
const profile: TaxProfile = {
  year: yearOf(asOf),
  status: 'single',
  ordinaryIncome: centsFromDollars(200_000),
  stateRate: 0.05,
  carryoverShort: cents(0),
  carryoverLong: cents(0),
};
let models: AllocateModels;
let line = 1;

function row(
  type: TransactionType,
  date: IsoDate,
  amount: number,
  symbol: string | null = null,
  shares = 0,
): Transaction {
  return {
    file: 'made-up.csv',
    lines: [line++],
    date,
    type,
    symbol,
    quantity: quantityFromNumber(shares),
    price: null,
    fees: cents(0),
    amount: centsFromDollars(Math.round(amount * 100) / 100),
    currency: 'USD',
    account: 'main',
    description: '',
    rawType: type,
    flags: [],
  };
}

/** Buys worth 10,000 of each symbol at `times` its price of today, `daysAgo` trading days ago. */
const bought = (symbol: string, times: number, daysAgo: number): Transaction => {
  const shares = Math.round(10_000 / priceOf(symbol, day));
  return row(
    'buy',
    panel.dates[day - daysAgo] as IsoDate,
    -shares * priceOf(symbol, day) * times,
    symbol,
    shares,
  );
};

const ledger = () => {
  line = 1;
  return buildLedger(
    [
      row('deposit', panel.dates[0] as IsoDate, 100_000),
      bought('A0', 1.4, 300),
      bought('A3', 0.5, 300),
      bought('A5', 0.8, 40),
      row('buy', panel.dates[20] as IsoDate, -5000, 'NOWHERE', 10),
    ],
    { asOf },
  );
};

const goal = (o: Objective): ObjectiveWeights =>
  Object.fromEntries(OBJECTIVES.map((x) => [x, x === o ? 1 : 0])) as Record<Objective, number>;

const ask = (more: Partial<AllocateRequest> = {}) =>
  allocate({
    ledger: ledger(),
    panel,
    asOf,
    objectives: goal('taxLossHarvesting'),
    taxProfile: profile,
    models,
    ...more,
  });

beforeAll(async () => {
  await tf.setBackend('cpu');
  const config = encoderConfig(4, fitMetadataConstants([metadataSection(panel, day)]));
  const policy = currentPolicyConfig();
  models = {
    encoder: { config, params: initEncoder(config, pcg32(1)) },
    chronos: { width: 4, embed: (closes) => Promise.resolve(new Float32Array(closes.length * 4)) },
    policy: { config: policy, params: initPolicy(policy, pcg32(1)), sha256: '' },
  };
});

describe('allocate', () => {
  it('weights sum to one, unknown symbols stand outside, trades are priced at the next close', async () => {
    const a = await ask();
    for (const w of [a.current, a.target])
      expect(Object.values(w).reduce((x, y) => x + y, 0)).toBeCloseTo(1, 5);
    expect(a.outsideUniverse).toEqual(['NOWHERE']);
    expect(a.tradeDate).toBe(panel.dates[day + 1]);
    expect(a.trades.length).toBeGreaterThan(0);
    for (const t of a.trades) expect(t.price / 1e8).toBeCloseTo(priceOf(t.symbol, day + 1), 4);
  });

  it('harvests the loss under that goal, saves tax and washes nothing', async () => {
    const a = await ask();
    const sold = a.trades.find((t) => t.side === 'sell' && t.symbol === 'A0');
    expect(sold?.lots[0]?.gain).toBeLessThan(0);
    expect(sold?.estimatedTax).toBeLessThan(0);
    // Not against the naive sale: that one goes all the way at once, the plan as far as its urgency.
    expect(a.tax.planned).toBeLessThan(0);
    expect(a.washSales).toEqual([]);
  });

  it('cannot see the future: other prices after the day change no weight', async () => {
    const a = await ask();
    const b = await ask({ panel: withOtherFuture(panel, day) as Panel });
    expect(b.target).toEqual(a.target);
    expect(b.experts).toEqual(a.experts);
  });

  it('obeys: excluded is sold, kept is not, buy-only sells nothing', async () => {
    const out = await ask({
      objectives: goal('longTermGain'),
      constraints: { exclude: ['A3'], keep: ['A0'] },
    });
    expect(out.target['A3']).toBe(0);
    expect(out.trades.some((t) => t.side === 'sell' && t.symbol === 'A3')).toBe(true);
    expect(out.trades.some((t) => t.side === 'sell' && t.symbol === 'A0')).toBe(false);
    const buys = await ask({ constraints: { buyOnly: true } });
    expect(buys.trades.every((t) => t.side === 'buy')).toBe(true);
  });

  it('says so when there is nothing to plan, and uses the last close where there is no later one', async () => {
    const empty = await ask({
      ledger: buildLedger([row('buy', panel.dates[20] as IsoDate, -5000, 'NOWHERE', 10)], { asOf }),
    });
    expect(empty.trades).toEqual([]);
    expect(empty.notes.join(' ')).toContain('nothing to plan');
    const end = panel.dates.at(-1) as IsoDate;
    const last = await ask({ asOf: end });
    expect(last.tradeDate).toBe(end);
    expect(last.notes.join(' ')).toContain('no later day');
  });

  it('is the same plan with what was kept of an earlier one, whatever changed in between', async () => {
    const facts = newPlanFactsCache();
    let worked = 0;
    const kept = ledger();
    const growth = { ...goal('longTermGain'), taxLossHarvesting: 0.5 };
    const noBonds = parseIntent('Growth, but no bonds please.', asOf);
    // Each with what came before it still in the cache; the number is how often facts were worked out by then.
    const changes: readonly (readonly [Partial<AllocateRequest>, number])[] = [
      [{ objectives: goal('taxLossHarvesting') }, 1],
      [{ objectives: growth }, 1],
      [{ objectives: goal('longTermGainsOnly') }, 1],
      [{ objectives: growth, constraints: { maxTrades: 1, keep: ['A0'], cashNeeded: cents(500_000) } }, 1],
      [{ objectives: growth, constraints: { exclude: ['A3'] } }, 2],
      [{ objectives: growth, constraints: { buyOnly: true } }, 3],
      [{ objectives: growth, intent: noBonds }, 4],
      [{ objectives: growth, taxProfile: { ...profile, stateRate: 0.13 } }, 5],
      [{ objectives: growth, asOf: panel.dates[day - 30] as IsoDate }, 6],
      [{ objectives: growth, panel: withOtherFuture(panel, day) as Panel }, 7],
      [{ objectives: growth, models: { ...models, policy: { ...models.policy } } }, 8],
      [{ objectives: growth, ledger: ledger() }, 9],
      [{ objectives: growth }, 10],
      [{ objectives: null }, 10],
    ];
    for (const [change, times] of changes) {
      const request = { ledger: kept, ...change };
      const warm = await ask({ ...request, facts, onFacts: () => worked++ });
      expect(warm, JSON.stringify(Object.keys(change))).toEqual(await ask(request));
      expect(worked, JSON.stringify(Object.keys(change))).toBe(times);
    }
  });

  it('keeps nothing of a plan that could not be made', async () => {
    const facts = newPlanFactsCache();
    const kept = ledger();
    const wide = { ...models, chronos: { ...models.chronos, width: 5 } };
    const fails = (): Promise<void> =>
      expect(ask({ ledger: kept, models: wide, facts })).rejects.toMatchObject({ code: 'branch-width' });
    await fails();
    await fails();
    expect(await ask({ ledger: kept, facts })).toEqual(await ask({ ledger: kept }));
  });

  it('gives the same plan twice and leaves no tensor behind', async () => {
    const a = await ask();
    const before = tf.memory().numTensors;
    const b = await ask();
    expect(tf.memory().numTensors).toBe(before);
    expect(b.trades).toEqual(a.trades);
  });
});
