import { SLOTS, type WordFeatures } from '../../src/intent/word-features.ts';

export interface FitRow {
  readonly features: WordFeatures;
  /** Shares of the classes, summing to 1. */
  readonly target: readonly number[];
}

export interface FitOptions {
  /** Strength of the quadratic pull to zero, per row. */
  readonly l2: number;
  readonly epochs: number;
  readonly rate: number;
}

/** Class scores of one row. */
export function scoresOf({ slots, values }: WordFeatures, weights: Float64Array, classes: number): number[] {
  const out = Array.from({ length: classes }, (_, c) => weights[SLOTS * classes + c] as number);
  for (let k = 0; k < slots.length; k++) {
    const at = (slots[k] as number) * classes;
    for (let c = 0; c < classes; c++)
      out[c] = (out[c] as number) + (values[k] as number) * (weights[at + c] as number);
  }
  return out;
}

export function softmax(scores: readonly number[]): number[] {
  const top = Math.max(...scores);
  const e = scores.map((s) => Math.exp(s - top));
  const sum = e.reduce((a, b) => a + b, 0);
  return e.map((x) => x / sum);
}

/**
 * Multinomial logistic regression on hashed features, all rows at once, Adam with a falling rate: no chance in it, the same rows give the
 * same weights. Weights are [slot, class], the bias of the classes last.
 */
export function fitWords(
  rows: readonly FitRow[],
  classes: number,
  { l2, epochs, rate }: FitOptions,
): Float64Array {
  const n = (SLOTS + 1) * classes;
  const w = new Float64Array(n);
  const m = new Float64Array(n);
  const v = new Float64Array(n);
  const g = new Float64Array(n);
  const [b1, b2] = [0.9, 0.99];
  for (let epoch = 1; epoch <= epochs; epoch++) {
    for (let i = 0; i < n; i++) g[i] = i < SLOTS * classes ? l2 * (w[i] as number) : 0;
    for (const { features, target } of rows) {
      const probability = softmax(scoresOf(features, w, classes));
      const { slots, values } = features;
      for (let c = 0; c < classes; c++) {
        const d = ((probability[c] as number) - (target[c] as number)) / rows.length;
        g[SLOTS * classes + c] = (g[SLOTS * classes + c] as number) + d;
        for (let k = 0; k < slots.length; k++) {
          const at = (slots[k] as number) * classes + c;
          g[at] = (g[at] as number) + d * (values[k] as number);
        }
      }
    }
    const step = rate * (1 - (0.9 * epoch) / epochs);
    for (let i = 0; i < n; i++) {
      m[i] = b1 * (m[i] as number) + (1 - b1) * (g[i] as number);
      v[i] = b2 * (v[i] as number) + (1 - b2) * (g[i] as number) ** 2;
      w[i] =
        (w[i] as number) -
        (step * ((m[i] as number) / (1 - b1 ** epoch))) /
          (Math.sqrt((v[i] as number) / (1 - b2 ** epoch)) + 1e-9);
    }
  }
  return w;
}
