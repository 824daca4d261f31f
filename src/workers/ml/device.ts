import { KeepfolioError } from '../../core/errors.ts';
import { climb, deviceLost } from '../backend.ts';
import type { BackendName, DeviceStatus } from '../contracts/model-views.ts';

/** The device in use with whatever was built on it. */
export interface DeviceHolder<M> {
  status(): DeviceStatus | null;
  /** Climbs the ladder and builds the models; a second call with the same wish is free. */
  start(force?: BackendName): Promise<{ readonly status: DeviceStatus; readonly models: M }>;
  /**
   * Runs a job on the models. When the device is lost meanwhile, the models are rebuilt on the next rung and the
   * job runs again from its beginning: jobs are functions of their arguments.
   */
  run<T>(job: (models: M, status: DeviceStatus) => Promise<T>): Promise<T>;
}

const LOST = Symbol('device lost');

/** @param build makes the models on the current backend from kept bytes */
export function holdDevice<M>(build: () => Promise<M>): DeviceHolder<M> {
  const lostRungs = new Set<BackendName>();
  let forced: BackendName | undefined;
  let current: Promise<{ status: DeviceStatus; models: M; lost: Promise<typeof LOST> }> | null = null;
  let known: DeviceStatus | null = null;

  const begin = async () => {
    const status = await climb({
      ...(forced && !lostRungs.has(forced) ? { force: forced } : {}),
      exclude: lostRungs,
    });
    const lost = deviceLost().then((): typeof LOST => LOST);
    known = status;
    return { status, models: await build(), lost };
  };
  const ensure = () => {
    current ??= begin();
    // A failed start must not be remembered, so that "try again" tries again.
    current.catch(() => (current = null));
    return current;
  };

  return {
    status: () => known,
    async start(force) {
      if (force !== forced) {
        forced = force;
        current = null;
      }
      const { status, models } = await ensure();
      return { status, models };
    },
    async run(job) {
      for (;;) {
        const { status, models, lost } = await ensure();
        const outcome = await Promise.race([
          lost,
          job(models, status).catch((e: unknown) => recover(e, lost)),
        ]);
        if (outcome !== LOST) return outcome as Awaited<ReturnType<typeof job>>;
        lostRungs.add(status.backend);
        current = null;
        if (lostRungs.size > 2)
          throw new KeepfolioError(
            'device-lost',
            'The graphics device was lost and nothing else could take over.',
            'Reload the page.',
          );
      }
    },
  };
}

/** An error that came with a lost device is the loss; any other is itself. */
async function recover(e: unknown, lost: Promise<typeof LOST>): Promise<typeof LOST> {
  const settled = await Promise.race([lost, new Promise<null>((done) => setTimeout(() => done(null), 50))]);
  if (settled === LOST) return LOST;
  throw e;
}
