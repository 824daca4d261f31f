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

interface Run<T> {
  readonly ms: number;
  readonly cpu: number;
  readonly result: T;
}

async function once<T>(task: () => Promise<T>): Promise<Run<T>> {
  const [started, cpu] = [performance.now(), cpuMs()];
  const result = await task();
  return { ms: performance.now() - started, cpu: cpuMs() - cpu, result };
}

/** Runs two tasks by turns, so that a busy minute of the machine hits both alike; also gives their last results. */
export async function race<T>(
  ours: () => Promise<T>,
  theirs: () => Promise<T>,
  repeats: number,
): Promise<{ ours: Times; theirs: Times; results: readonly [T, T] }> {
  const cold = [await once(ours), await once(theirs)] as const;
  const warm: (readonly [Run<T>, Run<T>])[] = [];
  for (let r = 0; r < repeats; r++) warm.push([await once(ours), await once(theirs)]);
  const times = (side: 0 | 1): Times => ({
    coldMs: cold[side].ms,
    warmMs: Math.min(...warm.map((w) => w[side].ms)),
    warmCpuMs: Math.min(...warm.map((w) => w[side].cpu)),
  });
  const [a, b] = warm.at(-1) ?? cold;
  return { ours: times(0), theirs: times(1), results: [a.result, b.result] };
}
