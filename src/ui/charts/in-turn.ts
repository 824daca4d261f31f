/** A chart goes on working for some frames after it was put on the page: it measures itself, then its axes. */
const APART_MS = 60;
/** Where the page is never idle, drawing begins all the same. */
const PATIENCE_MS = 300;

const waiting: (() => void)[] = [];
let isUnderWay = false;

function whenIdle(work: () => void): void {
  if ('requestIdleCallback' in globalThis) requestIdleCallback(work, { timeout: PATIENCE_MS });
  else setTimeout(work, 0);
}

function next(): void {
  const work = waiting.shift();
  isUnderWay = work !== undefined;
  if (!work) return;
  work();
  setTimeout(() => whenIdle(next), APART_MS);
}

/**
 * Does one piece of drawing after the other, each when the page has nothing else to do: several charts put on a page at
 * once would block it for longer than a click may wait.
 * @returns takes the piece back, if it was not done yet
 */
export function inTurn(work: () => void): () => void {
  waiting.push(work);
  if (!isUnderWay) {
    isUnderWay = true;
    whenIdle(next);
  }
  return () => {
    const at = waiting.indexOf(work);
    if (at >= 0) waiting.splice(at, 1);
  };
}
