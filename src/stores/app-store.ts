import { createStore } from 'zustand/vanilla';
import type { KeepfolioError } from '../core/errors.ts';
import { asKeepfolioError, isCancelled } from './errors.ts';
import type { DeviceStatus, JobProgress, ModelInfo } from './view-types.ts';

/** Work that takes time: what it is, how far, and how to stop it. */
export interface Job {
  readonly id: number;
  readonly title: string;
  readonly stage: string;
  readonly fraction: number | null;
  cancel(): void;
}

export interface Notice {
  readonly id: number;
  /** Milliseconds since the page was opened. */
  readonly at: number;
  readonly tone: 'info' | 'problem';
  readonly message: string;
  readonly hint: string;
  readonly action?: { readonly label: string; run(): void };
}

export interface AppState {
  readonly device: DeviceStatus | null;
  readonly models: readonly ModelInfo[];
  readonly jobs: readonly Job[];
  readonly notices: readonly Notice[];
  /** False when the browser refuses to store: everything works, nothing is kept. */
  readonly canStore: boolean;
  readonly persistent: boolean;
}

export const appStore = createStore<AppState>(() => ({
  device: null,
  models: [],
  jobs: [],
  notices: [],
  canStore: true,
  persistent: false,
}));

let nextId = 1;

/**
 * Runs work as a visible, cancellable job.
 * @param run receives the signal to obey and where to report progress
 * @param outer also cancels it when aborted
 */
export async function runJob<T>(
  title: string,
  run: (signal: AbortSignal, report: (progress: JobProgress) => void) => Promise<T>,
  outer?: AbortSignal,
): Promise<T> {
  const controller = new AbortController();
  outer?.addEventListener('abort', () => controller.abort(), { once: true });
  const id = nextId++;
  const job: Job = { id, title, stage: '', fraction: null, cancel: () => controller.abort() };
  appStore.setState((s) => ({ jobs: [...s.jobs, job] }));
  const report = ({ stage, fraction }: JobProgress): void =>
    appStore.setState((s) => ({ jobs: s.jobs.map((j) => (j.id === id ? { ...j, stage, fraction } : j)) }));
  try {
    return await run(controller.signal, report);
  } finally {
    appStore.setState((s) => ({ jobs: s.jobs.filter((j) => j.id !== id) }));
  }
}

/** Tells the person something, once per message. */
export function notify(notice: Omit<Notice, 'id' | 'at'>): void {
  appStore.setState((s) => ({
    notices: [
      ...s.notices.filter((n) => n.message !== notice.message),
      { ...notice, id: nextId++, at: performance.now() },
    ],
  }));
}

/** Takes down what was only good to know, once the person has gone on to another page. Problems stay until closed. */
export function dismissReadNotices(olderThanMs: number): void {
  const limit = performance.now() - olderThanMs;
  appStore.setState((s) => ({ notices: s.notices.filter((n) => n.tone === 'problem' || n.at > limit) }));
}

export function dismissNotice(id: number): void {
  appStore.setState((s) => ({ notices: s.notices.filter((n) => n.id !== id) }));
}

/** Shows a failure as a notice unless the person stopped it; returns it for a store's own state. */
export function report(e: unknown): KeepfolioError {
  const error = asKeepfolioError(e);
  if (!isCancelled(error)) notify({ tone: 'problem', message: error.message, hint: error.hint });
  return error;
}
