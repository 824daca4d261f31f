import { behaviourLedger } from '../../src/engine/behaviour-ledger.ts';
import { decisions } from '../../src/features/behaviour-decisions.ts';
import { tradeHistory } from '../../src/features/behaviour-history.ts';
import { behaviourAt } from '../../src/features/behaviour.ts';
import { blankEmbeddings, expertScores, gridEmbeddings } from '../../src/engine/expert-scores.ts';
import type { EmbedAt } from '../../src/engine/expert-scores.ts';
import { decisionData } from '../../src/engine/personalize.ts';
import type { PersonModels } from '../../src/engine/personalize.ts';
import { hasEnough, pointOf } from '../../src/lora/evidence.ts';
import { fineTune, lossUnder } from '../../src/lora/fine-tune.ts';
import { sliceDecisions } from '../../src/lora/split-decisions.ts';
import type { DecisionData } from '../../src/lora/split-decisions.ts';
import { dateOfDayNumber } from '../../src/core/iso-date.ts';
import { dayAfterTrade, truthAfter } from './investor-examples.ts';
import type { Subject } from './investor-examples.ts';
import type { NamedMarket } from './objective-markets.ts';

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

/** Mean negative log-likelihood of a person's last fifth of decisions, under what was learned from the rest. */
export interface HeldOutLoss {
  readonly kind: string;
  readonly decisions: number;
  readonly personal: number;
  readonly prior: number;
  readonly lastK: number;
}

export interface Bench {
  readonly market: NamedMarket;
  readonly models: PersonModels;
  readonly embed: EmbedAt;
  readonly regimes: Map<number, Float32Array>;
}

const STEP = 63;

/** One market with the frozen models; real panels go without embeddings (too many assets to embed here). */
export function benchOn(market: NamedMarket, models: PersonModels): Bench {
  const { encoder } = models;
  const embed =
    encoder && !market.real
      ? gridEmbeddings(market.market.panel, encoder.model, encoder.chronos, STEP)
      : blankEmbeddings;
  return { market, models, embed, regimes: new Map() };
}

/** The person as if their file ended on the eve of `day`: later rows do not exist, not even in the choice set. */
async function dataUntil(b: Bench, s: Subject, day: number): Promise<DecisionData> {
  const end = dateOfDayNumber(day);
  const rows = s.investor.transactions.filter((t) => t.date < end);
  const history = tradeHistory(rows, behaviourLedger(rows), b.market.market);
  const set = decisions(history, { seed: 1, regimes: b.regimes });
  return decisionData(set, await expertScores(set, b.models.policy, b.embed));
}

/** The answer of the app after `trades` trades; null when the person made fewer. */
export async function seenAfter(b: Bench, s: Subject, trades: number): Promise<Seen | null> {
  const day = dayAfterTrade(s.history, trades);
  if (day === null) return null;
  const { head, policy } = b.models;
  const x = behaviourAt(s.history, day).columns;
  const untouched = await pointOf(head, null, x);
  const couldBe = trades >= head.config.minimum.trades;
  const data = couldBe ? await dataUntil(b, s, day) : null;
  const enough = data !== null && hasEnough({ decisions: data.count, trades }, head.config.minimum);
  let personal = untouched;
  if (enough && data) {
    const tuned = await fineTune({ head, policy: policy.params, decisions: data, seed: 1 });
    personal = await pointOf(head, tuned.adapter, x);
  }
  const { investor } = s;
  return {
    kind: investor.kind,
    market: b.market.name,
    trades,
    truth: truthAfter(investor, trades),
    x,
    enough,
    untouched,
    personal,
  };
}

const K = 10;
const VERTICES = Array.from({ length: 6 }, (_, i) => Array.from({ length: 6 }, (_x, k) => (i === k ? 1 : 0)));
const CANDIDATES = [...VERTICES, Array<number>(6).fill(1 / 6)];

const spreadOut = (points: readonly (readonly number[])[]): Float32Array => Float32Array.from(points.flat());
const constant = (point: readonly number[], count: number): Float32Array =>
  spreadOut(Array.from({ length: count }, () => point));

/** The last-k baseline: the single goal (or none) under which the last k decisions before the split are likeliest. */
async function lastKPoint(b: Bench, train: DecisionData): Promise<readonly number[]> {
  const recent = sliceDecisions(train, Math.max(0, train.count - K), train.count);
  let best = { loss: Infinity, point: CANDIDATES[0] as number[] };
  for (const point of CANDIDATES) {
    const loss = await lossUnder(
      b.models.head,
      b.models.policy.params,
      recent,
      constant(point, recent.count),
    );
    if (loss < best.loss) best = { loss, point };
  }
  return best.point;
}

/** Held-out-trade losses of one person: learned on the first 80 % of decisions, judged on the rest. */
export async function heldOutLoss(b: Bench, s: Subject): Promise<HeldOutLoss | null> {
  const { head, policy } = b.models;
  const end = (s.history.trades.at(-1)?.day ?? 0) + 1;
  const all = await dataUntil(b, s, end);
  const cut = Math.round(0.8 * all.count);
  const train = sliceDecisions(all, 0, cut);
  if (!hasEnough({ decisions: cut, trades: s.history.trades.length }, head.config.minimum)) return null;
  const test = sliceDecisions(all, cut, all.count);
  const tuned = await fineTune({ head, policy: policy.params, decisions: train, seed: 1 });
  const personal: number[][] = [];
  const prior: number[][] = [];
  for (let d = 0; d < test.count; d++) {
    const x = test.x.slice(d * 32, (d + 1) * 32);
    personal.push(await pointOf(head, tuned.adapter, x));
    prior.push(await pointOf(head, null, x));
  }
  const loss = (points: Float32Array) => lossUnder(head, policy.params, test, points);
  return {
    kind: s.investor.kind,
    decisions: all.count,
    personal: await loss(spreadOut(personal)),
    prior: await loss(spreadOut(prior)),
    lastK: await loss(constant(await lastKPoint(b, train), test.count)),
  };
}
