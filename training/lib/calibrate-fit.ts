import { behaviourAt } from '../../src/features/behaviour.ts';
import { fineTune } from '../../src/lora/fine-tune.ts';
import { credibleSpread, pointOf } from '../../src/lora/evidence.ts';
import type { HeadConfig, ObjectiveHead } from '../../src/models/objective-head/head.ts';
import type { PolicyWeights } from '../../src/engine/expert-scores.ts';
import { top } from './objective-scores.ts';
import type { PersonCase } from './person-cases.ts';

/** Behaviour columns of a case after its last trade. */
export const finalColumns = (c: PersonCase): Float32Array =>
  behaviourAt(c.subject.history, (c.subject.history.trades.at(-1)?.day ?? 0) + 1).columns;

/** Cross-entropy of the truth under a point, nats. */
export const crossEntropy = (truth: readonly number[], point: readonly number[]): number =>
  -truth.reduce((a, t, k) => a + t * Math.log(Math.max(1e-6, point[k] as number)), 0);

const withConfig = (head: ObjectiveHead, config: Partial<HeadConfig>): ObjectiveHead => ({
  params: head.params,
  config: { ...head.config, ...config },
});

interface GoalScore {
  crossEntropy: number;
  /** Share of people whose right goal comes first. */
  accuracy: number;
}

function add(score: GoalScore, c: PersonCase, point: readonly number[], people: number): void {
  score.crossEntropy += crossEntropy(c.truth, point) / people;
  score.accuracy += (top(point) === top(c.truth) ? 1 : 0) / people;
}

async function scoreOf(
  head: ObjectiveHead,
  policy: PolicyWeights,
  cases: readonly PersonCase[],
): Promise<GoalScore & { gained: number }> {
  const out = { crossEntropy: 0, accuracy: 0, gained: 0 };
  for (const c of cases) {
    const tuned = await fineTune({ head, policy: policy.params, decisions: c.data, seed: 1 });
    add(out, c, await pointOf(head, tuned.adapter, finalColumns(c)), cases.length);
    out.gained +=
      ((tuned.loss.heldOut[0] as number) - (tuned.loss.heldOut[tuned.bestEpoch] as number)) / cases.length;
  }
  return out;
}

export interface FitChoiceRow {
  readonly priorStrength: number;
  readonly crossEntropy: number;
  readonly accuracy: number;
  /** Mean fall of the loss on the held-back decisions through fine-tuning, nats a decision. */
  readonly gained: number;
}

/** Pulls to the prior that are tried, strongest evidence first. */
const STRENGTHS = [4, 8, 16, 32];

/**
 * Chooses how far a person's trades may move the point: least cross-entropy of the truth on validation people, among the
 * pulls that name the right goal no less often than the untouched head. Stronger evidence always explains the trades
 * better and at some point the goal worse, because people are not the policy.
 */
export async function calibrateFit(
  head: ObjectiveHead,
  policy: PolicyWeights,
  cases: readonly PersonCase[],
): Promise<{ fit: HeadConfig['fit']; rows: FitChoiceRow[]; untouched: GoalScore }> {
  const rows: FitChoiceRow[] = [];
  for (const priorStrength of STRENGTHS) {
    const fit = { ...head.config.fit, priorStrength };
    rows.push({ priorStrength, ...(await scoreOf(withConfig(head, { fit }), policy, cases)) });
  }
  const untouched = { crossEntropy: 0, accuracy: 0 };
  for (const c of cases) add(untouched, c, await pointOf(head, null, finalColumns(c)), cases.length);
  const harmless = rows.filter((r) => r.accuracy >= untouched.accuracy);
  const from = harmless.length > 0 ? harmless : rows.slice(-1);
  const { priorStrength } = from.reduce((a, b) => (b.crossEntropy < a.crossEntropy ? b : a));
  return { fit: { ...head.config.fit, priorStrength }, rows, untouched };
}

const BASES = [0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 3];
const PER_ROOT = [0, 0.01, 0.03, 0.1, 0.3];

/** Chooses the prior precision so that stated variance matches squared error, over few and over many decisions. */
export async function calibrateSpread(
  head: ObjectiveHead,
  policy: PolicyWeights,
  cases: readonly PersonCase[],
): Promise<HeadConfig['spread']> {
  const seen = [];
  for (const c of cases) {
    const tuned = await fineTune({ head, policy: policy.params, decisions: c.data, seed: 1 });
    const point = await pointOf(head, tuned.adapter, finalColumns(c));
    const error = point.reduce((a, p, k) => a + (p - (c.truth[k] as number)) ** 2, 0);
    seen.push({ c, point, error, adapter: tuned.adapter });
  }
  const median = cases.map((c) => c.data.count).toSorted((a, b) => a - b)[cases.length >> 1] ?? 0;
  let best = { loss: Infinity, spread: head.config.spread };
  for (const base of BASES) {
    for (const perRoot of PER_ROOT) {
      const spread = { base, perRoot };
      const tried = withConfig(head, { spread });
      const sums = { few: [0, 0], many: [0, 0] } as Record<'few' | 'many', [number, number]>;
      for (const s of seen) {
        const sd = await credibleSpread(tried, policy.params, s.adapter, s.point, s.c.data);
        const side = sums[s.c.data.count < median ? 'few' : 'many'];
        side[0] += s.error;
        side[1] += sd.reduce((a, v) => a + v * v, 0);
      }
      const loss = Object.values(sums).reduce(
        (a, [e, v]) => a + Math.log(Math.max(1e-9, v) / Math.max(1e-9, e)) ** 2,
        0,
      );
      if (loss < best.loss) best = { loss, spread };
    }
  }
  return best.spread;
}
