import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { isoDate } from '../../core/iso-date.ts';
import { parseIntent } from '../../intent/parse-intent.ts';
import { SAMPLE_SENTENCE } from '../compute/warm-intent.ts';
import { serve } from './serve.ts';

const AFTER_MS = 1000;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

interface DemoApi {
  wait: [number, null, never];
}

/** A served worker whose one method takes as long as it is told. */
function served() {
  const run = vi.fn();
  const listeners: ((event: { data: unknown }) => void)[] = [];
  serve<DemoApi>(
    {
      postMessage: () => {},
      addEventListener: (type: string, listener: (event: { data: unknown }) => void) => {
        if (type === 'message') listeners.push(listener);
      },
    },
    { wait: (ms) => new Promise((done) => setTimeout(() => done(null), ms)) },
    { afterMs: AFTER_MS, run },
  );
  let id = 0;
  const call = (ms: number): void => {
    id++;
    for (const hear of listeners) hear({ data: { kind: 'call', id, method: 'wait', request: ms } });
  };
  return { run, call, pass: (ms: number) => vi.advanceTimersByTimeAsync(ms) };
}

it('waits until a call has been answered', async () => {
  const { run, call, pass } = served();
  await pass(AFTER_MS * 10);
  expect(run).not.toHaveBeenCalled();
  call(10);
  await pass(10 + AFTER_MS - 1);
  expect(run).not.toHaveBeenCalled();
  await pass(1);
  expect(run).toHaveBeenCalledTimes(1);
});

it('is put off by another call, and does not begin while one is under way', async () => {
  const { run, call, pass } = served();
  call(10);
  await pass(AFTER_MS - 10);
  call(AFTER_MS * 5);
  call(10);
  await pass(AFTER_MS * 5 - 10);
  expect(run).not.toHaveBeenCalled();
  await pass(10 + AFTER_MS);
  expect(run).toHaveBeenCalledTimes(1);
});

it('happens once', async () => {
  const { run, call, pass } = served();
  call(10);
  await pass(10 + AFTER_MS);
  call(10);
  await pass(AFTER_MS * 10);
  expect(run).toHaveBeenCalledTimes(1);
});

it('the sentence read for nothing is one that is understood, so that it meets the grammar', () => {
  const { objectives, horizonYears, keep } = parseIntent(SAMPLE_SENTENCE, isoDate('2026-03-02'));
  expect(objectives).not.toBeNull();
  expect(horizonYears).toBe(20);
  expect(keep).toEqual(['AAPL']);
});
