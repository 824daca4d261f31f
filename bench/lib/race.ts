/** Times of a task, in milliseconds. */
export interface Times {
  /** The first run: weights are packed, shapes met for the first time. */
  readonly coldMs: number;
  /** The least of the later runs. */
  readonly warmMs: number;
  /** Processor time of the same: other work on the machine stretches it less. */
  readonly warmCpuMs: number;
}

/** Processor time of this process so far. */
function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

async function once(task: () => Promise<unknown>): Promise<{ ms: number; cpu: number }> {
  const [started, cpu] = [performance.now(), cpuMs()];
  await task();
  return { ms: performance.now() - started, cpu: cpuMs() - cpu };
}

/** Runs tasks by turns, so that a busy minute of the machine hits them all alike. */
export async function race(tasks: readonly (() => Promise<unknown>)[], repeats: number): Promise<Times[]> {
  const runs: { ms: number; cpu: number }[][] = tasks.map(() => []);
  for (let r = 0; r <= repeats; r++) {
    for (const [i, task] of tasks.entries()) runs[i]?.push(await once(task));
  }
  return runs.map(([cold, ...warm]) => ({
    coldMs: cold?.ms ?? NaN,
    warmMs: Math.min(...warm.map((w) => w.ms)),
    warmCpuMs: Math.min(...warm.map((w) => w.cpu)),
  }));
}
