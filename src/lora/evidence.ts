import * as tf from '@tensorflow/tfjs-core';
import { HEAD_OUTPUT } from '../models/objective-head/head.ts';
import type { HeadConfig, ObjectiveHead } from '../models/objective-head/head.ts';
import { adaptedLogits, adapterFrom } from './adapter.ts';
import type { AdapterNumbers } from './adapter.ts';
import { pullWeight } from './fine-tune.ts';
import { rows } from './split-decisions.ts';
import type { DecisionData } from './split-decisions.ts';

/** What a ledger offers to learn from. */
export interface EvidenceCount {
  /** Decision days the market data covers. */
  readonly decisions: number;
  /** Purchases and sales. */
  readonly trades: number;
}

/** Whether there is enough to say anything beyond the prior: the stated minimum of the head's card. */
export const hasEnough = (e: EvidenceCount, minimum: HeadConfig['minimum']): boolean =>
  e.decisions >= minimum.decisions && e.trades >= minimum.trades;

/** Softmax of plain logits. */
export function simplexPoint(logits: ArrayLike<number>): number[] {
  const top = Math.max(...Array.from(logits));
  const exps = Array.from(logits, (l) => Math.exp(l - top));
  const sum = exps.reduce((a, b) => a + b, 0);
  return exps.map((e) => e / sum);
}

/** The point of one behaviour vector, (32), under head and adapter (null = untouched). */
export async function pointOf(
  head: ObjectiveHead,
  numbers: AdapterNumbers | null,
  x: Float32Array,
): Promise<number[]> {
  const adapter = adapterFrom(numbers ?? { A: Array<number>(64).fill(0), B: Array<number>(12).fill(0) });
  const logits = tf.tidy(() => adaptedLogits(head.params, adapter, rows(x, 32)));
  const point = simplexPoint(await logits.data());
  tf.dispose([logits, adapter['A'] as tf.Tensor, adapter['B'] as tf.Tensor]);
  return point;
}

/** Inverse of a symmetric positive definite matrix by Gauss-Jordan elimination; it is 6 x 6. */
export function inverse(m: readonly (readonly number[])[]): number[][] {
  const n = m.length;
  const a = m.map((row, i) => [...row, ...Array.from({ length: n }, (_, j) => (i === j ? 1 : 0))]);
  for (let c = 0; c < n; c++) {
    const pivotRow = a[c] as number[];
    const pivot = pivotRow[c] as number;
    for (let k = 0; k < 2 * n; k++) pivotRow[k] = (pivotRow[k] as number) / pivot;
    for (let r = 0; r < n; r++) {
      const row = a[r] as number[];
      const factor = row[c] as number;
      if (r === c || factor === 0) continue;
      for (let k = 0; k < 2 * n; k++) row[k] = (row[k] as number) - factor * (pivotRow[k] as number);
    }
  }
  return a.map((row) => row.slice(n));
}

/**
 * Standard deviation of each objective's weight for a point whose logits have the given precision matrix:
 * the delta method through the softmax, J = diag(o) - o o^T.
 */
export function spreadOf(point: readonly number[], precision: readonly (readonly number[])[]): number[] {
  const covariance = inverse(precision);
  return point.map((oi, i) => {
    const j = point.map((ok, k) => (i === k ? oi : 0) - oi * ok);
    let variance = 0;
    j.forEach((a, p) =>
      j.forEach((b, q) => (variance += a * b * ((covariance[p] as number[])[q] as number))),
    );
    // No weight between 0 and 1 with mean o can vary more than this.
    return Math.sqrt(Math.min(oi * (1 - oi), Math.max(0, variance)));
  });
}

/** Prior precision of the logits: how far off the head alone was on people it never saw, by number of decisions. */
function priorPrecision(decisions: number, spread: HeadConfig['spread']): number[][] {
  const p = spread.base + spread.perRoot * Math.sqrt(decisions);
  return Array.from({ length: HEAD_OUTPUT }, (_, i) =>
    Array.from({ length: HEAD_OUTPUT }, (_x, k) => (i === k ? p : 0)),
  );
}

/** Gradient of each decision's log-likelihood in the six logits, (D, 6): the goals' shares in it less the point. */
async function decisionScores(
  head: ObjectiveHead,
  numbers: AdapterNumbers,
  d: DecisionData,
): Promise<Float32Array> {
  const adapter = adapterFrom(numbers);
  const logits = tf.tidy(() => adaptedLogits(head.params, adapter, rows(d.x, 32)));
  const plain = await logits.data();
  tf.dispose([logits, adapter['A'] as tf.Tensor, adapter['B'] as tf.Tensor]);
  const scores = new Float32Array(d.count * HEAD_OUTPUT);
  for (let t = 0; t < d.count; t++) {
    const at = t * HEAD_OUTPUT;
    const point = simplexPoint(plain.subarray(at, at + HEAD_OUTPUT));
    const joint = point.map((o, k) => Math.log(Math.max(1e-30, o)) + (d.goals[at + k] as number));
    simplexPoint(joint).forEach((r, k) => (scores[at + k] = r - (point[k] as number)));
  }
  return scores;
}

/**
 * Credible spread (one standard deviation) of each objective's weight: a Laplace approximation in the six
 * logits. Its precision is the prior's plus the empirical Fisher information of the decisions, sum of g g^T with g the
 * gradient of one decision's log-likelihood, tempered as the fine-tuning tempers them.
 */
export async function credibleSpread(
  head: ObjectiveHead,
  numbers: AdapterNumbers | null,
  point: readonly number[],
  d: DecisionData | null,
): Promise<number[]> {
  const precision = priorPrecision(d?.count ?? 0, head.config.spread);
  if (!d || !numbers || d.count === 0) return spreadOf(point, precision);
  const scores = await decisionScores(head, numbers, d);
  const weight = 1 / (d.count * pullWeight(head.config.fit, d.count));
  for (let t = 0; t < d.count; t++) {
    for (let i = 0; i < HEAD_OUTPUT; i++) {
      for (let k = 0; k < HEAD_OUTPUT; k++) {
        const row = precision[i] as number[];
        row[k] = (row[k] as number) + weight * (scores[t * 6 + i] as number) * (scores[t * 6 + k] as number);
      }
    }
  }
  return spreadOf(point, precision);
}
