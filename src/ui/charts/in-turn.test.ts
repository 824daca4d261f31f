import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { inTurn } from './in-turn.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => {
  vi.runAllTimers();
  vi.useRealTimers();
});

describe('drawing in turn', () => {
  it('does one piece at a time, in order, none in the task that asked', () => {
    const done: number[] = [];
    for (const k of [1, 2, 3]) inTurn(() => done.push(k));
    expect(done).toEqual([]);
    vi.advanceTimersToNextTimer();
    expect(done).toEqual([1]);
    vi.advanceTimersByTime(30);
    expect(done).toEqual([1]);
    vi.runAllTimers();
    expect(done).toEqual([1, 2, 3]);
    inTurn(() => done.push(4));
    vi.runAllTimers();
    expect(done).toEqual([1, 2, 3, 4]);
  });

  it('leaves out what was taken back', () => {
    const done: number[] = [];
    inTurn(() => done.push(1));
    const takeBack = inTurn(() => done.push(2));
    inTurn(() => done.push(3));
    takeBack();
    vi.runAllTimers();
    takeBack();
    expect(done).toEqual([1, 3]);
  });
});
