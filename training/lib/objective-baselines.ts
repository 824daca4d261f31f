import type { RawTensors } from '../../src/models/nn/params.ts';
import { fitHead, headPoint } from './fit-head.ts';
import type { RowSource } from './head-rows.ts';
import { top } from './objective-scores.ts';

/** Gives a point of the simplex for the 32 numbers. */
export type Predictor = (x: ArrayLike<number>) => number[];

const oneHot = (k: number): number[] => Array.from({ length: 6 }, (_, i) => (i === k ? 1 : 0));

/** Plain multinomial logistic regression on the same people and the same 32 numbers: hard labels, hardly any penalty. */
export async function logisticRegression(examples: readonly RowSource[]): Promise<Predictor> {
  const head: RawTensors = await fitHead(
    { x: examples.map((e) => e.x), y: examples.map((e) => oneHot(top(e.y))), weight: examples.map(() => 1) },
    { steps: 400, learningRate: 0.05, decay: 1e-5 },
  );
  return (x) => headPoint(head, x);
}

/** Nearest class mean in the 32 numbers; weights fall with half the squared distance. */
export function nearestPrototype(examples: readonly RowSource[]): Predictor {
  const means = Array.from({ length: 6 }, (_, k) => {
    const own = examples.filter((e) => top(e.y) === k);
    return Array.from(
      { length: 32 },
      (_x, i) => own.reduce((a, e) => a + (e.x[i] as number), 0) / Math.max(1, own.length),
    );
  });
  return (x) => {
    const scores = means.map((m) => -0.5 * m.reduce((a, v, i) => a + (v - (x[i] as number)) ** 2, 0));
    const best = Math.max(...scores);
    const exps = scores.map((s) => Math.exp(s - best));
    const sum = exps.reduce((a, b) => a + b, 0);
    return exps.map((e) => e / sum);
  };
}
