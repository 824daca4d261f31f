import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { describe, expect, it } from 'vitest';
import { pcg32 } from '../core/rng.ts';
import { choiceScores, chosenScores, initChoiceNet } from '../models/objective-head/choice-net.ts';
import { goalsFromStyles } from './style-filter.ts';

/** Style 0 and 1 serve goal 0, each other goal has one style. */
const GOAL_OF = [0, 0, 1, 2, 3, 4, 5];
const decision = (first: number, second: number): number[] => [
  Math.log(first),
  Math.log(second),
  ...Array<number>(5).fill(Math.log(0.1)),
];

describe('goals from styles', () => {
  it('are the styles themselves where each goal has one', () => {
    const styles = Float32Array.from({ length: 12 }, (_, i) => -1 - i / 8);
    expect(goalsFromStyles(styles, [0, 1, 2, 3, 4, 5])).toEqual(styles);
  });

  it('weigh a style by what it said of earlier decisions: the worked example', () => {
    const got = goalsFromStyles(Float32Array.from([...decision(0.6, 0.2), ...decision(0.6, 0.2)]), GOAL_OF);
    expect(got[0]).toBeCloseTo(Math.log(0.4), 5);
    // After the first decision 0.75 to 0.25, less 2 % that start anew: 0.745 to 0.255.
    expect(got[6]).toBeCloseTo(Math.log(0.745 * 0.6 + 0.255 * 0.2), 5);
    expect(got[7]).toBeCloseTo(Math.log(0.1), 5);
  });

  it('read no later decision', () => {
    const early = decision(0.3, 0.1);
    const one = goalsFromStyles(Float32Array.from([...early, ...decision(0.9, 0.1)]), GOAL_OF);
    const other = goalsFromStyles(Float32Array.from([...early, ...decision(0.1, 0.9)]), GOAL_OF);
    expect(one.slice(0, 6)).toEqual(other.slice(0, 6));
    expect(one[6]).not.toBe(other[6]);
  });

  it('come back to a style that was unlikely for long', () => {
    const long = Array.from({ length: 400 }, () => decision(0.9, 1e-6)).flat();
    const got = goalsFromStyles(Float32Array.from([...long, ...decision(1e-6, 0.9)]), GOAL_OF);
    expect(got[6 * 400]).toBeGreaterThan(Math.log(0.9 * 0.009));
  });
});

describe('the scores of chosen styles', () => {
  it('are those that all styles together have', async () => {
    await tf.setBackend('cpu');
    const rng = pcg32(3);
    const net = initChoiceNet(rng, 5, 4, 7);
    for (const name of ['choice.direct', 'choice.bias']) {
      const { shape } = net[name] as tf.Tensor;
      net[name] = tf.tensor(
        Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => rng.normal()),
        shape,
      );
    }
    const x = tf.tensor3d(
      Array.from({ length: 30 }, () => rng.normal()),
      [2, 3, 5],
    );
    const all = (await choiceScores(net, x).array()) as number[][][];
    const styles = [
      [6, 0],
      [2, 2],
    ];
    const rows = styles.flat().map((s) => Array.from({ length: 7 }, (_, i) => (i === s ? 1 : 0)));
    const some = (await chosenScores(net, x, tf.tensor2d(rows)).array()) as number[][][];
    expect(some.length).toBe(2);
    some.forEach((options, d) =>
      options.forEach((scores, m) =>
        scores.forEach((v, c) => expect(v).toBeCloseTo(all[d]?.[m]?.[styles[d]?.[c] as number] as number, 4)),
      ),
    );
  });
});
