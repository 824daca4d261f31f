import { createStore } from 'zustand/vanilla';
import { centsFromDollars, cents } from '../core/money.ts';
import type { KeepfolioError } from '../core/errors.ts';
import type { ObjectiveWeights } from '../domain/portfolio/types.ts';
import type { Intent } from '../intent/intent.ts';
import { report, runJob } from './app-store.ts';
import { blend } from './blend.ts';
import { callCompute, callMl, noteDevice } from './clients.ts';
import { settingRecords } from './database.ts';
import { asKeepfolioError, isCancelled, unlessStopped } from './errors.ts';
import { ledgerStore, ownerKey, settingsInForce } from './ledger-store.ts';
import { ensureMlMarket, marketStore } from './market-store.ts';
import { ensureMlLedger } from './open-ledger.ts';
import { personStore } from './person-store.ts';
import { latestOnly, type Turn } from './plan-store-latest.ts';
import { settingsStore } from './settings-store.ts';
import type { PlanConstraints, PlanView } from './view-types.ts';
import { today } from './today.ts';

export type { Intent };

/** What the person decides about the plan; kept. */
export interface PlanChoices {
  readonly goalText: string;
  /** What they said they want: from the goal box or the sliders. */
  readonly said: ObjectiveWeights | null;
  /** 0 = follow what I said, 1 = follow what I did. */
  readonly share: number;
  readonly constraints: PlanConstraints;
}

export interface PlanState extends PlanChoices {
  readonly intent: Intent | null;
  readonly status: 'idle' | 'planning' | 'ready' | 'failed';
  readonly plan: PlanView | null;
  readonly error: KeepfolioError | null;
}

const NO_CONSTRAINTS: PlanConstraints = {
  maxTrades: null,
  buyOnly: false,
  keep: [],
  exclude: [],
  cashNeeded: cents(0),
};

const fresh = (): PlanState => ({
  goalText: '',
  said: null,
  share: 0.5,
  constraints: NO_CONSTRAINTS,
  intent: null,
  status: 'idle',
  plan: null,
  error: null,
});

export const planStore = createStore<PlanState>(fresh);

let owner = '';
const planning = latestOnly(planOnce);

/** The weights the plan is made for. */
export function objectivesInUse(): ObjectiveWeights {
  const { said, share } = planStore.getState();
  const { person } = personStore.getState();
  return blend(said, person?.enough ? person.objectives : said ? null : (person?.objectives ?? null), share);
}

function keepChoices(): void {
  const { goalText, said, share, constraints } = planStore.getState();
  settingRecords()
    .then((records) =>
      records?.put(`plan:${owner}`, { goalText, said, share, constraints } satisfies PlanChoices),
    )
    .catch(report);
}

/** Loads the choices that belong to the ledger on the screen; a plan of another ledger is dropped. */
export async function loadPlanChoices(): Promise<void> {
  const { source } = ledgerStore.getState();
  const key = ownerKey(source);
  if (key === owner) return;
  owner = key;
  planning.drop();
  planStore.setState(fresh(), true);
  const stored = (await (await settingRecords())?.get(`plan:${key}`)) as PlanChoices | undefined;
  if (owner !== key) return;
  if (stored) planStore.setState(stored);
  const goal = stored?.goalText || (source.kind === 'sample' ? source.sample.goal : '');
  if (goal) await readGoal(goal, { keepSaid: stored?.said !== undefined && stored.said !== null });
}

let reading = 0;

/**
 * Reads the goal box: objectives, and the constraints the text names.
 * `keepSaid` leaves weights the person already adjusted by hand.
 */
export async function readGoal(text: string, options: { readonly keepSaid?: boolean } = {}): Promise<void> {
  const mine = ++reading;
  planStore.setState({ goalText: text });
  try {
    const intent = text.trim() === '' ? null : await callCompute('parseIntent', { text, today: today() });
    if (mine !== reading) return;
    planStore.setState((s) => ({
      intent,
      said: options.keepSaid ? s.said : (intent?.objectives ?? null),
      constraints: options.keepSaid ? s.constraints : constraintsFrom(intent, s.constraints),
    }));
  } catch (e) {
    if (mine === reading) planStore.setState({ intent: null, error: asKeepfolioError(e) });
  }
  keepChoices();
  replan();
}

/** What the words ask of the plan, over what was set by hand. */
export function constraintsFrom(intent: Intent | null, before: PlanConstraints): PlanConstraints {
  if (!intent) return before;
  return {
    ...before,
    maxTrades: intent.maxTrades ?? before.maxTrades,
    keep: [...new Set([...before.keep, ...intent.keep])],
    exclude: [...new Set([...before.exclude, ...intent.exclude.symbols])],
    cashNeeded: intent.cash.neededAmount ? centsFromDollars(intent.cash.neededAmount) : before.cashNeeded,
  };
}

/** The words' other wishes (sectors, classes, preferences); what the conditions hold is left to them, where it can be undone. */
function wishesBeyondConstraints(): { readonly intent?: Intent } {
  const { intent } = planStore.getState();
  if (!intent) return {};
  return {
    intent: {
      ...intent,
      keep: [],
      exclude: { ...intent.exclude, symbols: [] },
      cash: { ...intent.cash, neededAmount: null },
      maxTrades: null,
    },
  };
}

/** What the plan is made for has changed: one that was asked for follows at once. */
function replan(): void {
  if (planStore.getState().status !== 'idle') void makePlan();
}

export function setShare(share: number): void {
  planStore.setState({ share });
  keepChoices();
  replan();
}

export function setConstraints(part: Partial<PlanConstraints>): void {
  planStore.setState((s) => ({ constraints: { ...s.constraints, ...part } }));
  keepChoices();
  replan();
}

/** One plan for the objectives and constraints in force when it begins. */
async function planOnce({ signal, isWanted, isAskedAgain }: Turn): Promise<void> {
  planStore.setState({ status: 'planning', error: null });
  try {
    const plan = await runJob(
      'Planning',
      async (stopped, progress) => {
        await unlessStopped(ensureMlMarket(), stopped);
        await unlessStopped(ensureMlLedger(ledgerStore.getState().key), stopped);
        const { profile } = settingsStore.getState();
        const request = {
          // The broker's view is for checking a 1099-B; trades to be made must be safe under the law.
          settings: { ...settingsInForce(), view: 'law' as const },
          objectives: objectivesInUse(),
          profile,
          constraints: planStore.getState().constraints,
          ...wishesBeyondConstraints(),
        };
        return callMl('plan', request, { signal: stopped, onProgress: progress });
      },
      signal,
    );
    if (!isWanted()) return;
    noteDevice(plan.device);
    planStore.setState({ status: isAskedAgain() ? 'planning' : 'ready', plan });
  } catch (e) {
    // Stopped where jobs are listed: whoever stops one plan does not wait for the next.
    if (isCancelled(e) && isWanted() && !signal.aborted) planning.stop();
    // A newer wish is about to be followed: how an older one failed is of no interest.
    if (!isWanted() || isAskedAgain()) return;
    if (isCancelled(e)) planStore.setState((s) => ({ status: s.plan ? 'ready' : 'idle' }));
    else planStore.setState({ status: 'failed', error: asKeepfolioError(e) });
  }
}

/**
 * Target weights and trades for the objectives and constraints in force. One plan is in work at a time: each is shown when
 * it ends, then the newest wish is followed. Resolves when the plan shown is about what was last asked for.
 */
export const makePlan = (): Promise<void> => planning.ask();

/** Stops the plan in work and any that waits; the one shown before stays. */
export const cancelPlan = (): void => planning.stop();

// Another ledger or other trades: the plan shown, and one in work, would be about something else.
ledgerStore.subscribe((now, before) => {
  if (now.source !== before.source) void loadPlanChoices();
  if (now.batches === before.batches) return;
  planning.drop();
  planStore.setState({ plan: null, status: 'idle' });
});
settingsStore.subscribe((now, before) => {
  if (now.ledger !== before.ledger || now.profile !== before.profile) replan();
});
personStore.subscribe((now, before) => {
  // What was learned changes what the plan is for.
  if (now.person !== before.person && now.status !== 'training') replan();
});
let market: string | null = null;
marketStore.subscribe(({ info }) => {
  if (!info || info.hash === market) return;
  const isOther = market !== null;
  market = info.hash;
  if (isOther) replan();
});
