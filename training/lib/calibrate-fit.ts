import { fineTune } from '../../src/lora/fine-tune.ts';
import { credibleSpread, hasEnough, pointOf } from '../../src/lora/evidence.ts';
import type { DecisionData } from '../../src/lora/split-decisions.ts';
import type { HeadConfig, ObjectiveHead } from '../../src/models/objective-head/head.ts';
import { top } from './objective-scores.ts';

/** A person of the validation set, ready to be learned from. */
export interface FitCase {
  readonly truth: readonly number[];
  readonly trades: number;
  readonly x: Float32Array;
  readonly data: DecisionData;
}

/** Cross-entropy of the truth under a point, nats. */
export const crossEntropy = (truth: readonly number[], point: readonly number[]): number =>
  -truth.reduce((a, t, k) => a + t * Math.log(Math.max(1e-6, point[k] as number)), 0);

const withConfig = (head: ObjectiveHead, config: Partial<HeadConfig>): ObjectiveHead => ({
  ...head,
  config: { ...head.config, ...config },
});

/** The answer of the app: fine-tuned where there is enough. */
async function answer(head: ObjectiveHead, c: FitCase): Promise<{ point: number[]; gained: number }> {
  const enough = hasEnough({ decisions: c.data.count, trades: c.trades }, head.config.minimum);
  if (!enough) return { point: await pointOf(head, null, c.x), gained: 0 };
  const tuned = await fineTune({ head, decisions: c.data, seed: 1 });
  const { heldOut } = tuned.loss;
  return {
    point: await pointOf(head, tuned.adapter, c.x),
    gained: (heldOut[0] as number) - (heldOut[tuned.bestEpoch] as number),
  };
}

export interface FitChoiceRow {
  readonly priorStrength: number;
  readonly crossEntropy: number;
  readonly accuracy: number;
  /** Mean fall of the loss on the held-back decisions through fine-tuning, nats a decision. */
  readonly gained: number;
}

/** Pulls to the prior that are tried, in decisions, strongest evidence first; 0 stands for the untouched head. */
const STRENGTHS = [2, 4, 8, 16, 32];

async function rowOf(
  head: ObjectiveHead,
  priorStrength: number,
  cases: readonly FitCase[],
): Promise<FitChoiceRow> {
  const tried = withConfig(head, { fit: { ...head.config.fit, priorStrength } });
  const row = { priorStrength, crossEntropy: 0, accuracy: 0, gained: 0 };
  for (const c of cases) {
    const { point, gained } =
      priorStrength > 0 ? await answer(tried, c) : { point: await pointOf(head, null, c.x), gained: 0 };
    row.crossEntropy += crossEntropy(c.truth, point) / cases.length;
    row.accuracy += (top(point) === top(c.truth) ? 1 : 0) / cases.length;
    row.gained += gained / cases.length;
  }
  return row;
}

/**
 * Chooses how far a person's trades may move the point: the pull that names the right goal most often on validation people;
 * pulls within one standard error of it count as equal (Breiman et al. 1984), and of those the one with the least
 * cross-entropy is taken: being sure and wrong is worse than being in doubt.
 */
export async function calibrateFit(
  head: ObjectiveHead,
  cases: readonly FitCase[],
): Promise<{ fit: HeadConfig['fit']; rows: FitChoiceRow[]; untouched: FitChoiceRow }> {
  const rows: FitChoiceRow[] = [];
  for (const s of STRENGTHS) rows.push(await rowOf(head, s, cases));
  const untouched = await rowOf(head, 0, cases);
  const most = Math.max(...rows.map((r) => r.accuracy));
  const error = Math.sqrt((most * (1 - most)) / Math.max(1, cases.length));
  const { priorStrength } = rows
    .filter((r) => r.accuracy >= most - error)
    .reduce((a, b) => (b.crossEntropy < a.crossEntropy ? b : a));
  return { fit: { ...head.config.fit, priorStrength }, rows, untouched };
}

const BASES = [0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 3];
const PER_ROOT = [0, 0.01, 0.03, 0.1, 0.3];

/** Chooses the prior precision so that stated variance matches squared error, over few and over many decisions. */
export async function calibrateSpread(
  head: ObjectiveHead,
  cases: readonly FitCase[],
): Promise<HeadConfig['spread']> {
  const seen = [];
  for (const c of cases) {
    const tuned = await fineTune({ head, decisions: c.data, seed: 1 });
    const point = await pointOf(head, tuned.adapter, c.x);
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
        const sd = await credibleSpread(tried, s.adapter, s.point, s.c.data);
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
