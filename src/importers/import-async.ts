import { importSteps, refuseCancelled, type ImportInput, type ImportOptions } from './import-file.ts';
import type { ImportResult } from './result-types.ts';

/** How importFileAsync shares its thread. */
export interface PauseOptions {
  /** Work done between two pauses, in milliseconds. */
  readonly sliceMs?: number;
  /** Gives the thread away and resolves when it is this import's turn again; a message task by default. */
  readonly pause?: () => Promise<void>;
}

const SLICE_MS = 10;

/**
 * importFile for a thread that must hear other messages meanwhile: the import works about `sliceMs` (10) at a time
 * and then lets the event loop run, so that a worker receives a cancel message and answers other calls. The result
 * equals importFile's. `isCancelled` is asked after every step (a millisecond or two) and after every pause.
 * @throws (rejects) KeepfolioError as importFile does; "cancelled" within one slice of the request.
 */
export async function importFileAsync(
  input: ImportInput,
  options: ImportOptions & PauseOptions = {},
): Promise<ImportResult> {
  const { sliceMs = SLICE_MS } = options;
  const tasks = options.pause ? null : messageTasks();
  const pause = options.pause ?? tasks?.next;
  try {
    const steps = importSteps(input, options);
    let began = performance.now();
    for (;;) {
      const step = steps.next();
      if (step.done) return step.value;
      refuseCancelled(options);
      if (performance.now() - began < sliceMs) continue;
      await pause?.();
      refuseCancelled(options);
      began = performance.now();
    }
  } finally {
    tasks?.close();
  }
}

/** Turns of the event loop by way of a message port: timers wait at least 4 ms in browsers, messages do not. */
function messageTasks(): { next: () => Promise<void>; close: () => void } {
  const { port1, port2 } = new MessageChannel();
  let resume: () => void = () => undefined;
  port1.addEventListener('message', () => resume());
  port1.start();
  return {
    next: () =>
      new Promise((resolve) => {
        resume = resolve;
        port2.postMessage(null);
      }),
    close: () => {
      port1.close();
      port2.close();
    },
  };
}
