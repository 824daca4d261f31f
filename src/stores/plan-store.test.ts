import { beforeEach, describe, expect, it } from 'vitest';
import { KeepfolioError } from '../core/errors.ts';
import { isoDate } from '../core/iso-date.ts';
import { cents } from '../core/money.ts';
import { OBJECTIVES, type Objective, type ObjectiveWeights } from '../domain/portfolio/types.ts';
import type { ComputeApi } from '../workers/contracts/compute.ts';
import type { MlApi } from '../workers/contracts/ml.ts';
import type { RequestOf } from '../workers/rpc/protocol.ts';
import { computeHandlers } from '../workers/compute/handlers.ts';
import { localClient } from '../workers/testing/local-client.ts';
import { appStore } from './app-store.ts';
import { replaceClients } from './clients.ts';
import { ledgerStore } from './ledger-store.ts';
import { adoptBundle, forgetOwnMarket } from './market-store.ts';
import { personStore } from './person-store.ts';
import {
  cancelPlan,
  makePlan,
  planStore,
  readGoal,
  setConstraints,
  setShare,
  type PlanState,
} from './plan-store.ts';
import { settingsStore } from './settings-store.ts';
import type { MarketInfo, PersonView, PlanView } from './view-types.ts';

const day = isoDate('2026-01-02');
/** Names the prices that the workers hold. */
let bundle = 'demo';
const info = (): MarketInfo => ({ assets: 2, from: day, to: day, hash: bundle, synthetic: true, bytes: 1 });
const only = (o: Objective): ObjectiveWeights =>
  Object.fromEntries(OBJECTIVES.map((x) => [x, x === o ? 1 : 0])) as ObjectiveWeights;

type Request = RequestOf<MlApi, 'plan'>;

/** A plan asked for; it ends when the test says so. */
interface Asked {
  readonly request: Request;
  answer(): void;
  fail(): void;
}

let asked: Asked[];

/** The answer names the share of what was done, so that it can be told which plan is shown. */
const planOf = (request: Request): PlanView =>
  ({ target: { did: request.objectives.longTermGain }, device: 'wasm' }) as unknown as PlanView;
const shareOf = (a: Asked | undefined): number | undefined => a?.request.objectives.longTermGain;
const shown = (): number | undefined => planStore.getState().plan?.target['did'];
const status = (): PlanState['status'] => planStore.getState().status;
/** Everything that waits for nothing but its turn; no timer of a millisecond runs out in it. */
const settle = async (): Promise<void> => {
  for (let i = 0; i < 10; i++) await new Promise((done) => setImmediate(done));
};

beforeEach(async () => {
  globalThis.document ??= { baseURI: 'http://localhost/' } as Document;
  globalThis.fetch = async () => new Response(new Uint8Array([1]));
  asked = [];
  replaceClients({
    compute: localClient<ComputeApi>({
      ...computeHandlers({ today: () => day, ledgerRecords: async () => null }),
      loadMarket: info,
    }),
    ml: localClient<MlApi>({
      loadMarket: info,
      loadLedger: () => null,
      plan: (request) =>
        new Promise((resolve, reject) =>
          asked.push({
            request,
            answer: () => resolve(planOf(request)),
            fail: () => reject(new KeepfolioError('no-backend', 'Nothing computes here.', 'Reload.')),
          }),
        ),
    }),
  });
  // A change of the rows forgets the plan and whatever was in work.
  ledgerStore.setState({ batches: [] });
  personStore.setState({ person: { enough: true, objectives: only('longTermGain') } as PersonView });
  planStore.setState({ said: only('capitalPreservation'), share: 0.5, intent: null, error: null });
});

/** A plan is on the screen and nothing is in work. */
async function planned(): Promise<void> {
  const first = makePlan();
  await settle();
  asked[0]?.answer();
  await first;
  expect(status()).toBe('ready');
  asked = [];
}

describe('the plan follows', () => {
  it('a slider at once, without waiting for a next event', async () => {
    await planned();
    setShare(0.25);
    expect(status()).toBe('planning');
    await settle();
    expect(asked.map(shareOf)).toEqual([0.25]);
    asked[0]?.answer();
    await settle();
    expect([status(), shown()]).toEqual(['ready', 0.25]);
  });

  it('a drag with one plan at a time, shows each, and ends where the drag ends', async () => {
    await planned();
    const seen: (number | undefined)[] = [];
    for (let step = 1; step <= 20; step++) {
      setShare(step / 20);
      await settle();
      expect(asked.length - seen.length, 'one in work').toBe(1);
      // The worker takes as long as five moves.
      if (step % 5 !== 0) continue;
      asked[seen.length]?.answer();
      await settle();
      seen.push(shown());
    }
    expect(seen, 'plans are shown while the drag goes on, none is thrown away').toEqual([
      0.05, 0.25, 0.5, 0.75,
    ]);
    expect(status()).toBe('planning');
    expect(shareOf(asked.at(-1)), 'the last one is for the last place').toBe(1);
    asked.at(-1)?.answer();
    await settle();
    expect([status(), shown()]).toEqual(['ready', 1]);
    expect(asked).toHaveLength(5);
  });

  it('conditions, words, the lot method, what was learned, and other prices', async () => {
    await planned();
    const follows = async (change: () => unknown): Promise<Request | undefined> => {
      asked = [];
      void change();
      await settle();
      const request = asked[0]?.request;
      asked[0]?.answer();
      await settle();
      expect(status()).toBe('ready');
      return request;
    };
    expect(await follows(() => setConstraints({ cashNeeded: cents(7) }))).toMatchObject({
      constraints: { cashNeeded: 7 },
    });
    const words = await follows(() => readGoal('Safety first. No bonds please.'));
    expect(words?.objectives).toEqual(
      expect.objectContaining({
        longTermGain: expect.closeTo(0.5 + 0.5 * (planStore.getState().said?.longTermGain ?? 0)),
      }),
    );
    expect(words?.intent?.exclude.assetClasses.length).toBeGreaterThan(0);
    const { ledger } = settingsStore.getState();
    const method = await follows(() => settingsStore.setState({ ledger: { ...ledger, method: 'hifo' } }));
    expect(method?.settings.method).toBe('hifo');
    const learned = { enough: true, objectives: only('taxLossHarvesting') } as PersonView;
    const after = await follows(() => personStore.setState({ person: learned }));
    expect(after?.objectives.taxLossHarvesting).toBeGreaterThanOrEqual(0.5);
    bundle = 'other';
    expect(await follows(() => adoptBundle('other.kfm', new Uint8Array([2])))).toBeDefined();
    expect(await follows(forgetOwnMarket), 'the same prices').toBeUndefined();
    bundle = 'demo';
    expect(await follows(forgetOwnMarket)).toBeDefined();
  });

  it('nothing before a plan was asked for', async () => {
    setShare(0.75);
    setConstraints({ buyOnly: false });
    await readGoal('Growth.');
    await settle();
    expect(asked).toEqual([]);
    expect(status()).toBe('idle');
  });
});

describe('a plan that does not end well', () => {
  it('leaves the one before when it is stopped, with whatever waited for it', async () => {
    await planned();
    for (const stop of [
      cancelPlan,
      () =>
        appStore
          .getState()
          .jobs.find((j) => j.title === 'Planning')
          ?.cancel(),
    ]) {
      asked = [];
      setShare(0.1);
      await settle();
      setShare(0.9);
      stop();
      await settle();
      expect(asked).toHaveLength(1);
      expect([status(), shown()]).toEqual(['ready', 0.5]);
      expect(planStore.getState().error).toBeNull();
    }
  });

  it('is not spoken of when a newer one follows, and is when it was the last', async () => {
    await planned();
    setShare(0.1);
    await settle();
    setShare(0.9);
    asked[0]?.fail();
    await settle();
    expect(asked.map(shareOf)).toEqual([0.1, 0.9]);
    expect([status(), planStore.getState().error]).toEqual(['planning', null]);
    asked[1]?.fail();
    await settle();
    expect(status()).toBe('failed');
    expect(planStore.getState().error).toMatchObject({ code: 'no-backend', hint: 'Reload.' });
    void makePlan();
    await settle();
    asked[2]?.answer();
    await settle();
    expect([status(), planStore.getState().error, shown()]).toEqual(['ready', null, 0.9]);
  });

  it('is dropped with all that waits when the trades change, and holds up no plan for the new ones', async () => {
    await planned();
    setShare(0.1);
    await settle();
    setShare(0.2);
    ledgerStore.setState({ batches: [] });
    expect(planStore.getState()).toMatchObject({ plan: null, status: 'idle' });
    const next = makePlan();
    await settle();
    expect(asked.map(shareOf)).toEqual([0.1, 0.2]);
    asked[0]?.answer();
    await settle();
    expect(shown(), 'the late answer is about other trades').toBeUndefined();
    asked[1]?.answer();
    await next;
    expect([status(), shown()]).toEqual(['ready', 0.2]);
  });
});
