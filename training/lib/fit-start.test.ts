import { describe, expect, it } from 'vitest';
import type { RawTensor, RawTensors } from '../../src/models/nn/params.ts';
import { choiceColumnNames } from '../../src/lora/choice-inputs.ts';
import { startFrom } from './fit-start.ts';
import { STYLES, stylesOf } from './fit-styles.ts';

const OLD = { asset: ['weight', 'saleTax', 'momentum'], account: ['cash'] };
const NEW = { asset: ['weight', 'saleTax', 'logStart', 'momentum'], account: ['cash'] };
const filled = (shape: number[]): RawTensor => ({
  shape,
  data: Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => i + 1),
});
const shipped = (scores: number): RawTensors => {
  const W = choiceColumnNames(OLD.asset, OLD.account).length;
  return {
    'choice.hidden': filled([W, 2]),
    'choice.hiddenBias': filled([2]),
    'choice.out': filled([2, 2 * scores]),
    'choice.direct': filled([W, 2 * scores]),
    'choice.bias': filled([2 * scores]),
  };
};
const of = (raw: RawTensors, name: string): RawTensor => raw[name] as RawTensor;

describe('a warm start', () => {
  it('finds each column again by name, and a new one says nothing yet', () => {
    const before = of(shipped(STYLES.length), 'choice.hidden');
    const start = startFrom(shipped(STYLES.length), { choice: OLD }, NEW);
    const after = of(start, 'choice.hidden');
    expect(after.shape[0]).toBe((before.shape[0] as number) + 1);
    expect(after.data.slice(0, 4)).toEqual(before.data.slice(0, 4));
    expect(after.data.slice(4, 6)).toEqual(new Float32Array(2));
    expect(after.data.slice(6)).toEqual(before.data.slice(4));
  });

  it('gives every style the scores of its goal where there was one a goal', () => {
    const before = of(shipped(6), 'choice.bias');
    const after = of(startFrom(shipped(6), { choice: OLD }, NEW), 'choice.bias');
    STYLES.forEach(({ goal }, s) => {
      expect(after.data[s]).toBe(before.data[goal]);
      expect(after.data[STYLES.length + s]).toBe(before.data[6 + goal]);
    });
  });

  it('refuses a network of other styles', () => {
    expect(() => startFrom(shipped(9), { choice: OLD }, NEW)).toThrow(RangeError);
  });
});

describe('the styles of a person', () => {
  const truth = (goal: number, share = 1, other = 0): number[] =>
    Array.from({ length: 6 }, (_, k) => (k === goal ? share : k === other ? 1 - share : 0));
  const at = (name: string): number => STYLES.findIndex((s) => s.name === name);

  it('are the rule, or the two rules with their shares', () => {
    const swing = at('swingTrader');
    expect(stylesOf('swingTrader', truth(1))).toEqual({ styles: [swing, swing], shares: [1, 0] });
    expect(stylesOf('swingTrader+policy:longTermGain', truth(1, 0.75, 2))).toEqual({
      styles: [swing, at('policy:longTermGain')],
      shares: [0.75, 0.25],
    });
  });

  it('are not known after a change of mind', () => {
    expect(stylesOf('swingTrader', truth(4))).toBeNull();
  });
});
