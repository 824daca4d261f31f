import { pcg32 } from '../core/rng.ts';
import { toParams } from '../models/nn/params.ts';
import type { HeadConfig, ObjectiveHead } from '../models/objective-head/head.ts';
import type { DecisionData } from './split-decisions.ts';

/** A made-up head and made-up decisions, for tests and the bench. Nothing here is a trained number. */
export function madeUpHead(seed: number, fit: Partial<HeadConfig['fit']> = {}): ObjectiveHead {
  const rng = pcg32(seed);
  const W0 = Float32Array.from({ length: 192 }, () => 0.3 * rng.normal());
  return {
    config: {
      kind: 'keepfolio-objective-head',
      version: 1,
      inputs: Array.from({ length: 32 }, (_, i) => `x${i}`),
      objectives: ['a', 'b', 'c', 'd', 'e', 'f'],
      choice: {
        buySharpness: [1, 1, 1, 1],
        buyCommon: [0, 0, 0, 0],
        buyAnchor: 0.3,
        sellSharpness: [1, 1, 1, 1],
        sellCommon: [0, 0, 0, 0],
        sellAnchor: 0.8,
      },
      fit: { priorStrength: 0.3, learningRate: 0.03, epochs: 60, patience: 60, ...fit },
      spread: { base: 1, perRoot: 0.2 },
      minimum: { decisions: 20, trades: 20 },
    },
    params: toParams({
      'head.W0': { shape: [6, 32], data: W0 },
      'head.bias': { shape: [6], data: Float32Array.from({ length: 6 }, () => 0.1 * rng.normal()) },
    }),
  };
}

/**
 * A person who follows one expert: on each of `count` days they buy what it likes most and sell what it likes
 * least of what they hold.
 */
export function followerOf(expert: number, count: number, assets: number, seed: number): DecisionData {
  const rng = pcg32(seed);
  const normals = (n: number, scale: number) => Float32Array.from({ length: n }, () => scale * rng.normal());
  // Behaviour is mostly the person and a little the day.
  const person = normals(32, 0.6);
  const d: DecisionData = {
    count,
    assets,
    x: normals(count * 32, 0.2).map((v, i) => v + (person[i % 32] as number)),
    regime: normals(count * 8, 0.5),
    scores: normals(count * 4 * assets, 1.5),
    before: new Float32Array(count * (assets + 1)).fill(1 / (assets + 1)),
    change: new Float32Array(count * (assets + 1)),
    mask: new Float32Array(count * assets).fill(1),
  };
  for (let t = 0; t < count; t++) {
    const liked = Array.from({ length: assets }, (_, n) => n).toSorted(
      (a, b) =>
        (d.scores[(t * 4 + expert) * assets + b] as number) -
        (d.scores[(t * 4 + expert) * assets + a] as number),
    );
    d.change[t * (assets + 1) + (liked[0] as number)] = 0.05;
    d.change[t * (assets + 1) + (liked[assets - 1] as number)] = -0.05;
  }
  return d;
}
