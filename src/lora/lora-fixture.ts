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
      version: 2,
      inputs: Array.from({ length: 32 }, (_, i) => `x${i}`),
      objectives: ['a', 'b', 'c', 'd', 'e', 'f'],
      choice: { asset: [], account: [] },
      fit: { priorStrength: 0.3, learningRate: 0.03, epochs: 60, patience: 60, ...fit },
      spread: { base: 1, perRoot: 0.2 },
      minimum: { decisions: 20, trades: 20 },
    },
    sha256: `made-up-${seed}`,
    params: toParams({
      'head.W0': { shape: [6, 32], data: W0 },
      'head.bias': { shape: [6], data: Float32Array.from({ length: 6 }, () => 0.1 * rng.normal()) },
    }),
  };
}

/** A person who acts on one goal: their decisions are likelier under it than under the others, now and then not. */
export function followerOf(goal: number, count: number, seed: number): DecisionData {
  const rng = pcg32(seed);
  const normals = (n: number, scale: number) => Float32Array.from({ length: n }, () => scale * rng.normal());
  // Behaviour is mostly the person and a little the day.
  const person = normals(32, 0.6);
  return {
    count,
    x: normals(count * 32, 0.2).map((v, i) => v + (person[i % 32] as number)),
    goals: normals(count * 6, 0.5).map((v, i) => v - 3 + (i % 6 === goal ? 0.8 : 0)),
  };
}
