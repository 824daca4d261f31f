import { KeepfolioError } from '../../core/errors.ts';
import {
  memoryLimit,
  officialName,
  readOwnCheckpoint,
  tryForecaster,
  type ReadWatch,
  type SourceFile,
} from '../../engine/own-checkpoint.ts';
import { disposeBranch, loadChronosBranch, type ChronosBranch } from '../../models/chronos/branch.ts';
import { parseChronosConfig } from '../../models/chronos/config.ts';
import type { CheckpointFile, CheckpointInfo } from '../contracts/model-views.ts';

/** What forecasts at the moment: the shipped network, or one the person dropped. */
export interface Forecaster {
  readonly branch: ChronosBranch;
  /** The name of a dropped checkpoint; null for the shipped one. */
  readonly own: string | null;
}

interface Choice {
  readonly name: string;
  readonly files: readonly CheckpointFile[];
}

/** A dropped checkpoint on one device. It may go only when nobody computes with it any more. */
interface Placed {
  readonly device: object;
  readonly choice: Choice;
  readonly branch: Promise<ChronosBranch>;
  users: number;
  retired: boolean;
}

const quiet: ReadWatch = { progress: () => {}, isCancelled: () => false };

/** Chrome tells how much memory the device has, rounded; other browsers keep it to themselves. */
const limitHere = (): number =>
  memoryLimit((globalThis.navigator as { readonly deviceMemory?: number } | undefined)?.deviceMemory ?? null);

const sourceOf = ({ name, blob, sha256 }: CheckpointFile): SourceFile => ({
  name,
  size: blob.size,
  async read(from, to) {
    const piece = await blob
      .slice(from, to)
      .arrayBuffer()
      .catch(() => null);
    if (!piece)
      throw new KeepfolioError(
        'checkpoint-unreadable',
        `${name} can no longer be read`,
        'The file was moved or changed; drop the checkpoint again.',
      );
    return new Uint8Array(piece);
  },
  ...(sha256 === undefined ? {} : { sha256 }),
});

async function place(files: readonly CheckpointFile[], watch: ReadWatch) {
  const own = await readOwnCheckpoint(files.map(sourceOf), limitHere(), watch);
  watch.progress('Placing the weights', 1);
  try {
    const branch = loadChronosBranch(own.checkpoint);
    await tryForecaster(branch);
    return { own, branch };
  } catch (e) {
    if (e instanceof KeepfolioError) throw e;
    throw new KeepfolioError(
      'checkpoint-unusable',
      `this device could not run it: ${e instanceof Error ? e.message : String(e)}`,
      'Close other tabs, or take a smaller official model.',
    );
  }
}

/** Checks dropped files to the end, a forecast of a test series included; nothing stays on the device. */
export async function checkCheckpoint(
  files: readonly CheckpointFile[],
  watch: ReadWatch,
): Promise<CheckpointInfo> {
  const { own, branch } = await place(files, watch);
  disposeBranch(branch);
  const { family, parameters, bytes, sha256, config } = own.checkpoint;
  const { contextLength, predictionLength } = parseChronosConfig(config);
  return {
    family,
    parameters,
    bytes,
    sha256,
    official: officialName(sha256),
    memoryBytes: own.memoryBytes,
    contextLength,
    predictionLength,
    files: own.files,
  };
}

export interface ForecasterHolder {
  /** From now on this one forecasts; null = the shipped one. It is loaded when it is first needed. */
  choose(choice: Choice | null): void;
  /** Back to the shipped one, unless another was chosen meanwhile. */
  giveUp(choice: Choice): void;
  /** Runs a job on the chosen forecaster, loading it on this device first (verified by hash). */
  run<T>(
    device: { readonly forecaster: ChronosBranch },
    job: (forecaster: Forecaster) => Promise<T>,
    watch?: ReadWatch,
  ): Promise<T>;
}

/** Holds which network forecasts. The encoder keeps its own, whatever is chosen here. */
export function holdForecaster(): ForecasterHolder {
  let choice: Choice | null = null;
  let placed: Placed | null = null;

  const disposeIfIdle = (p: Placed): void => {
    if (!p.retired || p.users > 0) return;
    p.branch.then(disposeBranch).catch(() => {}); // what failed to load holds nothing
  };
  const retire = (): void => {
    if (!placed) return;
    placed.retired = true;
    disposeIfIdle(placed);
    placed = null;
  };
  const placedOn = (device: object, wanted: Choice, watch: ReadWatch): Placed => {
    if (placed?.device === device && placed.choice === wanted) return placed;
    retire();
    const branch = place(wanted.files, watch).then((p): ChronosBranch => {
      // Whatever a foreign config.json claims about tests, they were not ours.
      return { ...p.branch, coverage: { logPrice: null, logVol: null } };
    });
    const next: Placed = { device, choice: wanted, branch, users: 0, retired: false };
    branch.catch(() => placed === next && (placed = null));
    return (placed = next);
  };

  const choose = (next: Choice | null): void => {
    if (choice === next) return;
    retire();
    choice = next;
  };

  return {
    choose,
    giveUp(failed) {
      if (choice === failed) choose(null);
    },
    async run(device, job, watch = quiet) {
      if (choice === null) return job({ branch: device.forecaster, own: null });
      const { name } = choice;
      const p = placedOn(device, choice, watch);
      p.users++;
      try {
        return await job({ branch: await p.branch, own: name });
      } finally {
        p.users--;
        disposeIfIdle(p);
      }
    },
  };
}
