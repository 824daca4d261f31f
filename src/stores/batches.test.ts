import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { inBatches, type Batches } from './batches.ts';

let taken: (readonly number[])[];
let batches: Batches<number>;

beforeEach(() => {
  vi.useFakeTimers();
  taken = [];
  batches = inBatches(100, (items) => taken.push(items));
});
afterEach(() => vi.useRealTimers());

describe('what comes often', () => {
  it('is handed on at once, then together, in order and whole', () => {
    for (let k = 0; k < 10; k++) {
      batches.add(k);
      vi.advanceTimersByTime(30);
    }
    batches.end();
    expect(taken[0]).toEqual([0]);
    expect(taken.flat()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(taken.length).toBeLessThan(6);
    vi.advanceTimersByTime(1000);
    expect(taken.flat()).toHaveLength(10);
  });

  it('comes without being asked for, and at once again after a quiet time', () => {
    batches.add(1);
    batches.add(2);
    vi.advanceTimersByTime(100);
    expect(taken).toEqual([[1], [2]]);
    vi.advanceTimersByTime(200);
    batches.add(3);
    expect(taken).toEqual([[1], [2], [3]]);
  });

  it('is forgotten when dropped', () => {
    batches.add(1);
    batches.add(2);
    batches.drop();
    vi.advanceTimersByTime(1000);
    batches.end();
    expect(taken).toEqual([[1]]);
  });
});
