import { describe, expect, it } from 'vitest';
import { OBJECTIVES, type ObjectiveWeights } from '../domain/portfolio/types.ts';
import { blend, EVEN, normalise } from './blend.ts';

const one = (name: (typeof OBJECTIVES)[number]): ObjectiveWeights =>
  Object.fromEntries(OBJECTIVES.map((o) => [o, o === name ? 1 : 0])) as ObjectiveWeights;
const sum = (w: ObjectiveWeights): number => OBJECTIVES.reduce((a, o) => a + w[o], 0);

describe('between what was said and what was done', () => {
  const said = one('longTermGain');
  const did = one('taxLossHarvesting');
  it('reaches both ends and stays on the simplex between', () => {
    expect(blend(said, did, 0)).toEqual(said);
    expect(blend(said, did, 1)).toEqual(did);
    const mid = blend(said, did, 0.25);
    expect(mid.longTermGain).toBeCloseTo(0.75);
    expect(sum(mid)).toBeCloseTo(1);
  });
  it('uses the side there is, and even weights when there is none', () => {
    expect(blend(null, did, 0)).toEqual(did);
    expect(blend(said, null, 1)).toEqual(said);
    expect(sum(blend(null, null, 0.5))).toBeCloseTo(1);
    expect(blend(null, null, 0.5)).toEqual(EVEN);
  });
  it('scales sliders to weights and refuses all zeros', () => {
    const raw = { ...one('longTermGain'), capitalPreservation: 3, shortTermGain: -1 } as ObjectiveWeights;
    expect(normalise(raw)?.capitalPreservation).toBeCloseTo(0.75);
    expect(normalise(raw)?.shortTermGain).toBe(0);
    expect(normalise(Object.fromEntries(OBJECTIVES.map((o) => [o, 0])) as ObjectiveWeights)).toBeNull();
  });
});
