import { HEAD_OUTPUT } from '../models/objective-head/head.ts';

/*
 * Many ways of investing serve one goal, and a person keeps to one of them for long. What their earlier decisions say about
 * the way, goal by goal, weighs what each way says about the next: the forward pass of a hidden Markov model (Rabiner 1989)
 * within each goal. A decision never weighs its own likelihood.
 */

/** Chance, from one decision to the next, of starting anew in any way that serves the goal; chosen on validation people. */
const SWITCH = 0.02;

/**
 * Log-likelihood of each decision under each goal, (D, 6), from that under each style, (D, S).
 * @param goalOf (S) the goal each style serves; a goal without any is as unlikely as can be
 */
export function goalsFromStyles(styles: Float32Array, goalOf: ArrayLike<number>): Float32Array {
  const S = goalOf.length;
  const D = S > 0 ? styles.length / S : 0;
  const out = new Float32Array(D * HEAD_OUTPUT);
  for (let k = 0; k < HEAD_OUTPUT; k++) {
    const own = Array.from(goalOf, (g, s) => (g === k ? s : -1)).filter((s) => s >= 0);
    let belief = own.map(() => 1 / own.length);
    for (let t = 0; t < D; t++) {
      const logs = own.map((s) => styles[t * S + s] as number);
      const top = Math.max(...logs);
      const joint = logs.map((l, i) => (belief[i] as number) * Math.exp(l - top));
      const sum = joint.reduce((a, b) => a + b, 0);
      out[t * HEAD_OUTPUT + k] = top + Math.log(sum);
      belief = joint.map((j) => (1 - SWITCH) * (j / sum) + SWITCH / own.length);
    }
  }
  return out;
}
