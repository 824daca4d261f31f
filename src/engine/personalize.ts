import { dateOfDayNumber, dayNumber } from '../core/iso-date.ts';
import type { IsoDate } from '../core/iso-date.ts';
import { KeepfolioError } from '../core/errors.ts';
import type { Transaction } from '../domain/ledger/transaction.ts';
import type { Panel } from '../domain/market/panel.ts';
import { OBJECTIVES } from '../domain/portfolio/types.ts';
import type { ObjectiveWeights } from '../domain/portfolio/types.ts';
import { BEHAVIOUR, behaviourAt } from '../features/behaviour.ts';
import type { BehaviourVector } from '../features/behaviour.ts';
import { decisions, regimesOf } from '../features/behaviour-decisions.ts';
import type { DecisionSet } from '../features/behaviour-decisions.ts';
import { tradeHistory } from '../features/behaviour-history.ts';
import type { TradeHistory } from '../features/behaviour-history.ts';
import { behaviourMarket } from '../features/behaviour-market.ts';
import type { BehaviourMarket } from '../features/behaviour-market.ts';
import { adapterNumbers, adapterSize, initAdapter } from '../lora/adapter.ts';
import type { AdapterNumbers } from '../lora/adapter.ts';
import { credibleSpread, hasEnough, pointOf } from '../lora/evidence.ts';
import { fineTune } from '../lora/fine-tune.ts';
import type { DecisionData } from '../lora/split-decisions.ts';
import { disposeParams } from '../models/nn/params.ts';
import type { ObjectiveHead } from '../models/objective-head/head.ts';
import { behaviourLedger } from './behaviour-ledger.ts';
import { blankEmbeddings, expertScores, gridEmbeddings, gridStep } from './expert-scores.ts';
import type { EmbedAt, PolicyWeights } from './expert-scores.ts';
import type { EncoderModel, FrozenBranch } from './encoder-model.ts';
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
  readonly isCancelled?: () => boolean;
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

/** Joins the decisions with what the experts wanted. */
export function decisionData(set: DecisionSet, scores: Float32Array): DecisionData {
  return {
    count: set.count,
    assets: set.symbols.length,
    scores,
    before: set.before,
    change: set.change,
    mask: set.mask,
    x: set.behaviour,
    regime: regimesOf(set),
  };
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

function embedderFor(r: PersonalizeRequest, market: BehaviourMarket, set: DecisionSet): EmbedAt {
  const { encoder } = r.models;
  return encoder
    ? gridEmbeddings(market.panel, encoder.model, encoder.chronos, gridStep(set.eves))
    : blankEmbeddings;
}

interface Learned {
  readonly adapter: AdapterNumbers;
  readonly parameters: number;
  readonly loss: Personalization['loss'];
  readonly data: DecisionData | null;
}

async function untouched(seed: number): Promise<Learned> {
  const fresh = initAdapter(seed);
  const out = {
    adapter: await adapterNumbers(fresh),
    parameters: adapterSize(fresh),
    loss: { train: [], heldOut: [] },
    data: null,
  };
  disposeParams(fresh);
  return out;
}

function refuseIfCancelled(r: PersonalizeRequest): void {
  if (r.isCancelled?.() ?? false)
    throw new KeepfolioError('cancelled', 'Learning was stopped.', 'Start it again when you like.');
}

async function learn(r: PersonalizeRequest, market: BehaviourMarket, set: DecisionSet): Promise<Learned> {
  const idle = { epoch: 0, epochs: r.models.head.config.fit.epochs, trainLoss: 0, heldOutLoss: null };
  const scores = await expertScores(set, r.models.policy, embedderFor(r, market, set), async (fraction) => {
    await r.onProgress?.({ stage: 'experts', fraction, ...idle });
    refuseIfCancelled(r);
  });
  const data = decisionData(set, scores);
  const tuned = await fineTune({
    head: r.models.head,
    policy: r.models.policy.params,
    decisions: data,
    seed: r.seed,
    onEpoch: (t) => r.onProgress?.({ stage: 'fine-tuning', fraction: t.epoch / t.epochs, ...t }),
    ...(r.isCancelled ? { isCancelled: r.isCancelled } : {}),
  });
  if (tuned.cancelled) refuseIfCancelled(r);
  return { adapter: tuned.adapter, parameters: tuned.parameters, loss: tuned.loss, data };
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
  const { head, policy } = r.models;
  const market = r.panel ? behaviourMarket(r.panel) : null;
  const history = tradeHistory(r.transactions, behaviourLedger(r.transactions, r.ledger), market);
  const now = behaviourAt(history, last + 1);
  const set = decisions(history, { seed: r.seed });
  await r.onProgress?.({
    stage: 'behaviour',
    fraction: 1,
    epoch: 0,
    epochs: head.config.fit.epochs,
    trainLoss: 0,
    heldOutLoss: null,
  });
  refuseIfCancelled(r);
  const enough =
    market !== null &&
    hasEnough({ decisions: set.count, trades: history.trades.length }, head.config.minimum);
  const prior = await pointOf(head, null, now.columns);
  const learned = enough && market ? await learn(r, market, set) : await untouched(r.seed);
  const point = enough ? await pointOf(head, learned.adapter, now.columns) : prior;
  const spread = await credibleSpread(
    head,
    policy.params,
    enough ? learned.adapter : null,
    point,
    learned.data,
  );
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
    trajectory: await trajectoryOf(head, learned.adapter, history, last + 1),
    seed: r.seed,
  };
}
