import type { CallContext } from '../rpc/serve.ts';
import { cancelledError } from '../rpc/serve.ts';
import type { JobProgress, PageRequest, Part } from '../contracts/parts.ts';
import { PAGE_ROWS } from '../contracts/parts.ts';

/** What long work in a worker obeys and tells. */
export type Job = Pick<CallContext<JobProgress>, 'isCancelled' | 'progress'>;

const SLICE_MS = 12;

/** Resolves in a new turn of the event loop, after messages that wait; a message is not held back as a timer is. */
export function turn(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.addEventListener('message', () => {
      port1.close();
      resolve();
    });
    port1.start();
    port2.postMessage(null);
  });
}

/**
 * Carries work on step by step and lets messages in between, so that a cancel is heard.
 * @throws KeepfolioError "cancelled"
 */
export async function inSlices<S, T>(
  steps: Generator<S, T>,
  job: Pick<Job, 'isCancelled'>,
  onStep: (step: S) => void = () => {},
): Promise<T> {
  let began = performance.now();
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    onStep(step.value);
    if (performance.now() - began < SLICE_MS) continue;
    await turn();
    if (job.isCancelled()) throw cancelledError();
    began = performance.now();
  }
}

/** One caller after the other: work on the same large thing is not done twice side by side. */
export function oneAtATime(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const mine = last.then(work, work);
    last = mine.catch(() => {});
    return mine;
  };
}

/** The head of a list for the page. */
export const partOf = <T>(rows: readonly T[], most = PAGE_ROWS): Part<T> => ({
  total: rows.length,
  rows: rows.length <= most ? rows : rows.slice(0, most),
});

/** A request's range, never more than PAGE_ROWS. */
export const rangeOf = ({ from, count }: PageRequest): { readonly from: number; readonly count: number } => ({
  from: Math.max(0, Math.floor(from)),
  count: Math.min(PAGE_ROWS, Math.max(0, Math.floor(count))),
});

export type SortKeys<T> = Readonly<Record<string, (row: T) => number | string>>;

/** A comparison by one of the columns; null when the list has no such column. */
export function comparison<T>(keys: SortKeys<T>, sort: PageRequest['sort']): ((a: T, b: T) => number) | null {
  const pick = sort && Object.hasOwn(keys, sort.key) ? keys[sort.key] : undefined;
  if (!sort || !pick) return null;
  const sign = sort.down ? -1 : 1;
  return (a, b) => {
    const [x, y] = [pick(a), pick(b)];
    return x < y ? -sign : x > y ? sign : 0;
  };
}

/** Pages of a list; the order last asked for is kept, so that turning pages does not sort again. */
export class PagedList<T> {
  readonly rows: readonly T[];
  private readonly keys: SortKeys<T>;
  private sorted: { readonly by: string; readonly rows: readonly T[] } | null = null;

  constructor(rows: readonly T[], keys: SortKeys<T> = {}) {
    this.rows = rows;
    this.keys = keys;
  }

  page(request: PageRequest): readonly T[] {
    const { from, count } = rangeOf(request);
    return this.inOrder(request.sort).slice(from, from + count);
  }

  private inOrder(sort: PageRequest['sort']): readonly T[] {
    const compare = comparison(this.keys, sort);
    if (!sort || !compare) return this.rows;
    const by = `${sort.key}:${sort.down}`;
    if (this.sorted?.by !== by) this.sorted = { by, rows: this.rows.toSorted(compare) };
    return this.sorted.rows;
  }
}
