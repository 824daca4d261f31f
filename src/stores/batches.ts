/** Gathers what comes often and hands it on now and then. */
export interface Batches<T> {
  add(item: T): void;
  /** Hands on what is left. */
  end(): void;
  /** Forgets what is left. */
  drop(): void;
}

/**
 * What a worker tells may come faster than a page can be drawn; drawn one by one, it would make every click wait for the
 * whole queue. The first item is handed on at once, later ones together.
 * @param everyMs least time between two batches
 */
export function inBatches<T>(everyMs: number, take: (items: readonly T[]) => void): Batches<T> {
  let waiting: T[] = [];
  /** Set while a batch was handed on less than `everyMs` ago. */
  let timer: ReturnType<typeof setTimeout> | undefined;
  const drop = (): void => {
    clearTimeout(timer);
    timer = undefined;
    waiting = [];
  };
  const handOn = (): void => {
    timer = undefined;
    if (waiting.length === 0) return;
    const items = waiting;
    waiting = [];
    timer = setTimeout(handOn, everyMs);
    take(items);
  };
  return {
    drop,
    end() {
      const items = waiting;
      drop();
      if (items.length > 0) take(items);
    },
    add(item) {
      waiting.push(item);
      if (timer === undefined) handOn();
    },
  };
}
