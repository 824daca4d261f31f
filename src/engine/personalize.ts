import { dateOfDayNumber, dayNumber } from '../core/iso-date.ts';
import type { IsoDate } from '../core/iso-date.ts';
import { KeepfolioError } from '../core/errors.ts';
import type { Transaction } from '../domain/ledger/transaction.ts';
import type { Panel } from '../domain/market/panel.ts';
import { OBJECTIVES } from '../domain/portfolio/types.ts';
import type { ObjectiveWeights } from '../domain/portfolio/types.ts';
import { BEHAVIOUR, behaviourAt } from '../features/behaviour.ts';
import type { BehaviourVector } from '../features/behaviour.ts';
import { decisionSteps } from '../features/behaviour-decisions.ts';
import type { DecisionSet } from '../features/behaviour-decisions.ts';
import { tradeHistory } from '../features/behaviour-history.ts';
import type { TradeHistory } from '../features/behaviour-history.ts';
import { behaviourMarket } from '../features/behaviour-market.ts';
import type { AdapterNumbers } from '../lora/adapter.ts';
import { credibleSpread, hasEnough, pointOf } from '../lora/evidence.ts';
import type { ObjectiveHead } from '../models/objective-head/head.ts';
import { behaviourLedger } from './behaviour-ledger.ts';
import type { PolicyWeights } from './expert-scores.ts';
import type { EncoderModel, FrozenBranch } from './encoder-model.ts';
import { atStart, learnGoals, refuseIfCancelled, untouched, type LearningState } from './learn-goals.ts';
import type { LedgerOptions } from './ledger.ts';

/** The frozen models of phase 3, on the current backend. */
export interface PersonModels {
  readonly head: ObjectiveHead;
  readonly policy: PolicyWeights;
  /** null: the experts see no embedding (tests). */
  readonly encoder: { readonly model: EncoderModel; readonly chronos: FrozenBranch } | null;
}

export interface PersonProgress {
  readonly stage: 'behaviour' | 'experts' | 'fine-tuning';
  /** 0..1 of the stage. */
  readonly fraction: number;
  readonly epoch: number;
  readonly epochs: number;
  readonly trainLoss: number;
  readonly heldOutLoss: number | null;
}

export interface PersonalizeRequest {
  readonly transactions: readonly Transaction[];
  /** null: no market data; behaviour is read from the ledger alone and nothing is fine-tuned. */
  readonly panel: Panel | null;
  readonly models: PersonModels;
  readonly seed: number;
  readonly ledger?: LedgerOptions;
  /** A promise is waited for: a worker can hear a cancel between two epochs. */
  readonly onProgress?: (p: PersonProgress) => void | Promise<void>;
  /** Awaited where nothing new is to be told, so that a cancel is heard. */
  readonly breathe?: () => void | Promise<void>;
  readonly isCancelled?: () => boolean;
  /** A learning of the same trades that was cut off; one that does not fit them is ignored. */
  readonly resume?: LearningState | null;
  /** Numbers learned elsewhere (a file): they are read beside the same head, and nothing is fine-tuned. */
  readonly given?: AdapterNumbers;
  /** Called now and then with what is needed to go on after a reload. */
  readonly onState?: (s: LearningState) => void;
}

export interface BehaviourNumber {
  readonly name: string;
  readonly label: string;
  readonly value: number;
  readonly known: boolean;
  readonly words: string;
}

export interface Personalization {
  /** Trainable numbers, counted from the tensors: 76. */
  readonly parameters: number;
  /** Decision days that the market data covers. */
  readonly decisions: number;
  readonly enough: boolean;
  /** The untouched head's point. */
  readonly prior: ObjectiveWeights;
  /** The fine-tuned point; the prior where there is not enough. */
  readonly objectives: ObjectiveWeights;
  /** One standard deviation of each weight. */
  readonly spread: ObjectiveWeights;
  readonly behaviour: readonly BehaviourNumber[];
  readonly loss: { readonly train: readonly number[]; readonly heldOut: readonly number[] };
  readonly adapter: AdapterNumbers;
  /** SHA-256 of the frozen head the adapter belongs to. */
  readonly head: string;
  /** The point at the end of each quarter, with the final adapter: how goals drifted. */
  readonly trajectory: readonly { readonly date: IsoDate; readonly objectives: ObjectiveWeights }[];
  readonly seed: number;
}

/** The six numbers of the models under their names. */
export const asObjectives = (point: readonly number[]): ObjectiveWeights =>
  Object.fromEntries(OBJECTIVES.map((o, i) => [o, point[i] ?? 0])) as ObjectiveWeights;

function inWords(v: BehaviourVector): BehaviourNumber[] {
  return BEHAVIOUR.map((b, i) => {
    const known = v.known[i] === 1;
    const value = v.values[i] as number;
    return {
      name: b.name,
      label: b.label,
      value,
      known,
      words: known ? b.words(value) : 'Not known from this file.',
    };
  });
}

const QUARTER_DAYS = 91;
const MOST_QUARTERS = 24;

async function trajectoryOf(
  head: ObjectiveHead,
  adapter: AdapterNumbers,
  history: TradeHistory,
  end: number,
): Promise<Personalization['trajectory']> {
  const points = [];
  const first = Math.max(history.firstDay + QUARTER_DAYS, end - MOST_QUARTERS * QUARTER_DAYS);
  for (let day = end; day >= first; day -= QUARTER_DAYS) {
    const point = await pointOf(head, adapter, behaviourAt(history, day).columns);
    points.push({ date: dateOfDayNumber(day), objectives: asObjectives(point) });
  }
  return points.toReversed();
}

/** The state of every decision, a few at a time, so that a cancel is heard in between. */
async function decisionsOf(r: PersonalizeRequest, history: TradeHistory): Promise<DecisionSet> {
  const steps = decisionSteps(history, { seed: r.seed });
  for (;;) {
    const step = steps.next();
    const fraction = step.done ? 1 : step.value;
    await r.onProgress?.(atStart(r, 'behaviour', fraction));
    refuseIfCancelled(r);
    if (step.done) return step.value;
  }
}

/**
 * Phase 3: reads 32 numbers of behaviour from a person's own transactions, and fine-tunes 76 numbers so that
 * the frozen policy would have acted as they did. Same seed, same result on the same backend. With too little to
 * go on, or no market data, the answer stays at the prior and says so.
 * @throws KeepfolioError "ledger-empty" without any transaction, "cancelled" when stopped
 */
export async function personalize(r: PersonalizeRequest): Promise<Personalization> {
  const last = r.transactions.reduce((d, t) => Math.max(d, dayNumber(t.date)), -Infinity);
  if (!Number.isFinite(last)) {
    throw new KeepfolioError(
      'ledger-empty',
      'There is no transaction to learn from.',
      "Import a broker's file with trades first.",
    );
  }
  const { head } = r.models;
  const market = r.panel ? behaviourMarket(r.panel) : null;
  const history = tradeHistory(r.transactions, behaviourLedger(r.transactions, r.ledger), market);
  const now = behaviourAt(history, last + 1);
  const set = await decisionsOf(r, history);
  const enough =
    market !== null &&
    hasEnough({ decisions: set.count, trades: history.trades.length }, head.config.minimum);
  const prior = await pointOf(head, null, now.columns);
  const learned = enough && market ? await learnGoals(r, market, set) : await untouched(r.seed);
  const point = enough ? await pointOf(head, learned.adapter, now.columns) : prior;
  const spread = await credibleSpread(head, enough ? learned.adapter : null, point, learned.data);
  return {
    parameters: learned.parameters,
    decisions: set.count,
    enough,
    prior: asObjectives(prior),
    objectives: asObjectives(point),
    spread: asObjectives(spread),
    behaviour: inWords(now),
    loss: learned.loss,
    adapter: learned.adapter,
    head: head.sha256,
    trajectory: await trajectoryOf(head, learned.adapter, history, last + 1),
    seed: r.seed,
  };
}
