import { beforeEach, describe, expect, it } from 'vitest';
import { latestOnly, type LatestOnly, type Turn } from './plan-store-latest.ts';

interface Begun extends Turn {
  readonly wish: number;
  end(): void;
}

let wish: number;
let begun: Begun[];
let latest: LatestOnly;

const settle = (): Promise<void> => new Promise((done) => setImmediate(done));

beforeEach(() => {
  wish = 0;
  begun = [];
  latest = latestOnly(
    (turn) =>
      new Promise((end) => {
        begun.push({ ...turn, wish, end });
        turn.signal.addEventListener('abort', () => end());
      }),
  );
});

const ask = (w: number): Promise<void> => {
  wish = w;
  return latest.ask();
};
const wishes = (): number[] => begun.map((b) => b.wish);

describe('one in flight, latest wins', () => {
  it('begins at once, and follows many wishes with the last of them', async () => {
    const first = ask(1);
    expect(wishes()).toEqual([1]);
    for (const w of [2, 3, 4]) void ask(w);
    await settle();
    expect(wishes(), 'one at a time').toEqual([1]);
    expect(begun[0]?.isAskedAgain()).toBe(true);
    begun[0]?.end();
    await settle();
    expect(wishes()).toEqual([1, 4]);
    expect(begun[1]?.isAskedAgain()).toBe(false);
    begun[1]?.end();
    await first;
    void ask(5);
    expect(wishes(), 'idle again: the next begins at once').toEqual([1, 4, 5]);
  });

  it('stops the turn in work and what waits; a wish after that is followed', async () => {
    const all = ask(1);
    void ask(2);
    latest.stop();
    expect(begun[0]?.signal.aborted).toBe(true);
    expect(begun[0]?.isWanted()).toBe(true);
    await all;
    expect(wishes()).toEqual([1]);
    void ask(3);
    latest.stop();
    void ask(4);
    await settle();
    expect(wishes()).toEqual([1, 3, 4]);
    expect(begun[2]?.signal.aborted, 'the stop was not about this one').toBe(false);
  });

  it('drops: the old turn is told, and the next wish does not wait for its end', async () => {
    const slow = latestOnly((turn) => new Promise((end) => begun.push({ ...turn, wish, end })));
    const old = slow.ask();
    slow.drop();
    void slow.ask();
    expect(begun).toHaveLength(2);
    expect(begun.map((b) => b.isWanted())).toEqual([false, true]);
    void slow.ask();
    begun[0]?.end();
    await old;
    expect(begun, 'an end of the dropped one begins nothing').toHaveLength(2);
    begun[1]?.end();
    await settle();
    expect(begun).toHaveLength(3);
  });
});
