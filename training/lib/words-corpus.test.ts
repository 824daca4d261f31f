import { describe, expect, it } from 'vitest';
import { isoDate } from '../../src/core/iso-date.ts';
import { GOALS } from '../../src/intent/intent.ts';
import { parseIntent } from '../../src/intent/parse-intent.ts';
import { FEW_WORDS, SOMETHING_ELSE } from '../../src/intent/unseen.test-data.ts';
import { trainedOn } from '../../src/intent/word-goals.ts';
import { SLOTS } from '../../src/intent/word-features.ts';
import { corpusHash, readCorpus, targetOf } from './words-corpus.ts';
import { fitWords, scoresOf } from './words-fit.ts';

const TODAY = isoDate('2026-11-22');
const corpus = readCorpus();

describe('the sentences for the reader of words', () => {
  it('are those that the shipped weights were trained on (else: npm run train:words)', () => {
    expect(trainedOn).toBe(corpusHash(corpus));
  });

  it('hold none of those kept for measuring', () => {
    const unseen = new Set([...SOMETHING_ELSE, ...FEW_WORDS.map(([, text]) => text)]);
    expect(corpus.filter((r) => unseen.has(r.text))).toEqual([]);
  });

  it('are at least 1,500 of our own, a quarter of them without a goal', () => {
    const own = corpus.filter((r) => r.voice !== 'tests' && r.voice !== 'rounds');
    expect(own.length).toBeGreaterThan(1_500);
    expect(own.filter((r) => r.label === '-' || r.label === 'x').length).toBeGreaterThan(own.length / 4);
    expect(new Set(own.map((r) => r.text)).size).toBe(own.length);
  });

  it('have shares that sum to 1 and put the first goal on top', () => {
    for (const { target } of corpus) expect(target.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
    expect(targetOf('L>P')[GOALS.indexOf('longTermGain')]).toBeGreaterThan(0.5);
    expect(targetOf('H=O')[GOALS.indexOf('taxLossHarvesting')]).toBe(0.5);
    expect(targetOf('-')[GOALS.length]).toBe(1);
    expect(targetOf('x')[GOALS.length + 1]).toBe(1);
  });
});

describe('the trained reader as shipped', () => {
  it('names hardly a goal in chatter, questions, markup and orders to the machine', () => {
    const chatter = corpus.filter((r) => r.voice === 'no-goal');
    expect(chatter.length).toBeGreaterThan(150);
    const invented = chatter.filter((r) => parseIntent(r.text, TODAY).objectives !== null);
    expect(invented.length / chatter.length, invented.map((r) => r.text).join('\n')).toBeLessThan(0.1);
  });

  it('points at the clause that tells the goal', () => {
    const text = 'We live in Maine, it snows a lot here, and being poor at eighty is what I want to prevent.';
    const { spans, objectives } = parseIntent(text, TODAY);
    const [goal] = Object.entries(objectives ?? {}).find(([, w]) => w === 1) ?? [];
    expect(goal).toBe('longTermGain');
    expect(text.slice(...(spans[`objectives.${goal}`] as [number, number]))).toContain('poor at eighty');
  });
});

describe('fitting', () => {
  const row = (slots: number[], target: number[]) => ({
    target,
    features: { slots: Int32Array.from(slots), values: Float64Array.from(slots, () => 1) },
  });
  const rows = [row([1, 7], [1, 0]), row([2, 7], [0, 1]), row([1, 9], [1, 0]), row([2, 9], [0, 1])];
  const options = { l2: 1e-4, epochs: 30, rate: 0.2 };

  it('tells two classes apart by the feature that differs, and gives the same weights twice', () => {
    const weights = fitWords(rows, 2, options);
    const [a, b] = scoresOf(row([1, 5], [1, 0]).features, weights, 2);
    expect(a as number).toBeGreaterThan(b as number);
    expect(weights.length).toBe((SLOTS + 1) * 2);
    expect(fitWords(rows, 2, options)).toEqual(weights);
  });
});
