import type { EmbedAt } from '../../src/engine/expert-scores.ts';
import type { PersonModels } from '../../src/engine/personalize.ts';
import { hasEnough, pointOf, simplexPoint } from '../../src/lora/evidence.ts';
import { choiceInputs } from '../../src/lora/choice-inputs.ts';
import { fineTune, lossUnder, pullWeight } from '../../src/lora/fine-tune.ts';
import { goalEvidence, routerByGoal } from '../../src/lora/goal-evidence.ts';
import { sliceDecisions, type DecisionData } from '../../src/lora/split-decisions.ts';
import type { ObjectiveHead } from '../../src/models/objective-head/head.ts';
import { marketEmbeddings, sourceOf, type LivedPerson, type PlainExample } from './lived-people.ts';
import type { Predictor } from './objective-baselines.ts';
import type { NamedMarket } from './objective-markets.ts';
import { repeatLoss } from './repeat-baseline.ts';

/** A person as judged after a number of trades. */
export interface Seen {
  readonly kind: string;
  readonly market: string;
  readonly trades: number;
  readonly truth: readonly number[];
  readonly x: Float32Array;
  readonly enough: boolean;
  readonly untouched: readonly number[];
  /** The answer of the app: fine-tuned where there is enough, the untouched head's otherwise. */
  readonly personal: readonly number[];
}

/**
 * Mean negative log-likelihood of a person's last fifth of decisions. Everything but `repeat` is judged by the same frozen
 * density, a mixture of what each goal would have traded; they differ only in the point of the simplex.
 */
export interface HeldOutLoss {
  readonly kind: string;
  readonly decisions: number;
  /** Fine-tuned on the first four fifths. */
  readonly personal: number;
  /** The untouched head's point. */
  readonly prior: number;
  /** Logistic regression's point from the same 32 numbers. */
  readonly logistic: number;
  /** The same fine-tuning, but on the last ten decisions before the split only. */
  readonly lastTuned: number;
  /** As `lastTuned`, but those ten are pulled to the prior no more than all the others together. */
  readonly lastFree: number;
  /** The one goal, or none, under which those ten decisions are likeliest. */
  readonly lastGoal: number;
  /** No goals at all: the next trades look like the last ten decisions' trades. */
  readonly lastRepeat: number;
  /** The person's true point: nobody who is to name the goal can know more. */
  readonly truth: number;
  /** The best single point for the trades held back, found with them in hand: no fixed point can be better. */
  readonly hindsight: number;
}

export interface Bench {
  readonly market: NamedMarket;
  readonly models: PersonModels;
  readonly embed: EmbedAt;
}

export const benchOn = (market: NamedMarket, models: PersonModels): Bench => ({
  market,
  models,
  embed: marketEmbeddings(market, models.encoder),
});

interface Decided extends DecisionData {
  /** (D, 2N) shares of dollars, and what was open. */
  readonly shares: Float32Array;
  readonly open: Float32Array;
}

/** What the frozen models say of a person's decisions. */
async function decided(b: Bench, person: LivedPerson): Promise<Decided> {
  const { head, policy } = b.models;
  const source = await sourceOf(person, policy, b.embed);
  const goals = await goalEvidence(head.params, policy.params, source);
  const { shares, open } = choiceInputs(source, await routerByGoal(policy.params, source));
  return { count: person.set.count, x: person.set.behaviour, goals, shares, open };
}

/**
 * The answer of the app to a person after some trades.
 * @param person the same person as if their file ended there: later rows do not exist, not even in the choice set;
 * null where hardly anything was decided
 */
export async function seenAfter(b: Bench, e: PlainExample, person: LivedPerson | null): Promise<Seen> {
  const { head } = b.models;
  const { trades, x } = e;
  const untouched = await pointOf(head, null, x);
  const decisions = person?.set.count ?? 0;
  const enough = hasEnough({ decisions, trades }, head.config.minimum);
  let personal = untouched;
  if (enough && person) {
    const tuned = await fineTune({ head, decisions: await decided(b, person), seed: 1 });
    personal = await pointOf(head, tuned.adapter, x);
  }
  return { kind: e.kind, market: b.market.name, trades, truth: e.y, x, enough, untouched, personal };
}

const K = 10;
const VERTICES = Array.from({ length: 6 }, (_, i) => Array.from({ length: 6 }, (_x, k) => (i === k ? 1 : 0)));
const CANDIDATES = [...VERTICES, Array<number>(6).fill(1 / 6)];

const constant = (point: readonly number[], count: number): (readonly number[])[] =>
  Array.from({ length: count }, () => point);

/** The single goal (or none) under which some decisions are likeliest. */
function likeliestGoal(d: DecisionData): readonly number[] {
  const losses = CANDIDATES.map((point) => lossUnder(d, constant(point, d.count)));
  return CANDIDATES[losses.indexOf(Math.min(...losses))] as readonly number[];
}

const ROUNDS = 200;

/** Smallest loss any single point has on some decisions: expectation-maximisation of the mixture weights, or a corner. */
function bestLoss(d: DecisionData): number {
  let point = Array<number>(6).fill(1 / 6);
  for (let round = 0; round < ROUNDS; round++) {
    const sum = Array<number>(6).fill(0);
    for (let t = 0; t < d.count; t++) {
      const logs = point.map((o, k) => Math.log(Math.max(1e-30, o)) + (d.goals[t * 6 + k] as number));
      simplexPoint(logs).forEach((share, k) => (sum[k] = (sum[k] as number) + share));
    }
    point = sum.map((s) => s / d.count);
  }
  return Math.min(...[point, ...CANDIDATES].map((p) => lossUnder(d, constant(p, d.count))));
}

/** The head with a pull on `few` decisions that weighs as much as its own on `many`. */
function pulledAs(head: ObjectiveHead, many: number, few: number): ObjectiveHead {
  const { fit } = head.config;
  const priorStrength = fit.priorStrength * (pullWeight(fit, many) / pullWeight(fit, few));
  return { ...head, config: { ...head.config, fit: { ...fit, priorStrength } } };
}

/** Held-out-trade losses of one person: learned on the first 80 % of decisions, judged on the rest. */
export async function heldOutLoss(
  b: Bench,
  person: LivedPerson,
  logistic: Predictor,
): Promise<HeldOutLoss | null> {
  const { head } = b.models;
  const all = await decided(b, person);
  const cut = Math.round(0.8 * all.count);
  const train = sliceDecisions(all, 0, cut);
  if (!hasEnough({ decisions: cut, trades: person.trades }, head.config.minimum)) return null;
  const test = sliceDecisions(all, cut, all.count);
  const recent = sliceDecisions(all, cut - K, cut);
  const tuned = await fineTune({ head, decisions: train, seed: 1 });
  const short = await fineTune({ head, decisions: recent, seed: 1 });
  const free = await fineTune({ head: pulledAs(head, cut, K), decisions: recent, seed: 1 });
  const xs = Array.from({ length: test.count }, (_, d) => test.x.slice(d * 32, (d + 1) * 32));
  const under = async (adapter: typeof tuned.adapter | null): Promise<number> => {
    const points: number[][] = [];
    for (const x of xs) points.push(await pointOf(head, adapter, x));
    return lossUnder(test, points);
  };
  return {
    kind: person.kind,
    decisions: all.count,
    personal: await under(tuned.adapter),
    prior: await under(null),
    logistic: lossUnder(
      test,
      xs.map((x) => logistic(x)),
    ),
    lastTuned: await under(short.adapter),
    lastFree: await under(free.adapter),
    truth: lossUnder(test, constant(person.truth, test.count)),
    hindsight: bestLoss(test),
    lastGoal: lossUnder(test, constant(likeliestGoal(recent), test.count)),
    lastRepeat: repeatLoss(all, cut, K),
  };
}
