import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { frozenBranch, loadFrozenBranch, type FrozenBranch } from '../../src/engine/encoder-model.ts';
import { loadChronosBranch } from '../../src/models/chronos/branch.ts';
import { loadArtefact, sha256Hex } from '../../src/models/manifest.ts';
import { parseSafetensors } from '../../src/models/safetensors.ts';
import { generateDemoMarket } from './demo-market.ts';
import type { DateSample, MarketSample } from './encoder-samples.ts';
import { assertTrainingOnly, loadTrainingPanel, type Holdout } from './market-data.ts';
import { fetchModelFile } from './paths.ts';
import { marketSamples, withBranch } from './sample-store.ts';

const ASSETS_PER_DATE = 96;
const SAMPLE_SEED = 20260630;
/** Simulated markets beside the real one; never the demo's own seed. */
const SIMULATED_SEEDS = [101, 102, 103] as const;
/** They are sampled this much more rarely than the real one. */
const SIMULATED_THINNING = 2;

export interface CorpusRequest {
  /** Last date trained on. */
  readonly until: string;
  /** Trading days between two dates. */
  readonly everyDays: number;
  /** Folder of another Chronos-Bolt checkpoint to stand beside; the shipped one when absent. */
  readonly folder: string | undefined;
}

/** What the encoder is pretrained on. */
export interface EncoderCorpus {
  readonly branchWidth: number;
  /** SHA-256 of the frozen branch's weights. */
  readonly branchId: string;
  readonly train: readonly DateSample[];
  readonly simulated: readonly DateSample[];
  /** 2018 to 2020, for the curves; part of `train` unless `until` is earlier. */
  readonly validation: readonly DateSample[];
}

/** The shipped frozen branch, or the checkpoint in a folder. `id` names its weights. */
async function branchOf(folder: string | undefined): Promise<{ branch: FrozenBranch; id: string }> {
  if (folder === undefined) {
    const { sha256 } = await loadArtefact('chronos-bolt-keepfolio', fetchModelFile);
    return { branch: await loadFrozenBranch(fetchModelFile), id: sha256 };
  }
  const bytes = new Uint8Array(await readFile(join(folder, 'model.safetensors')));
  const config = JSON.parse(await readFile(join(folder, 'config.json'), 'utf8')) as Record<string, unknown>;
  const tensors = parseSafetensors(bytes, folder);
  return { branch: frozenBranch(loadChronosBranch({ config, tensors })), id: await sha256Hex(bytes) };
}

/** Samples of markets that never were. */
async function simulatedSamples(branch: FrozenBranch, id: string, everyDays: number): Promise<DateSample[]> {
  const out: DateSample[] = [];
  for (const seed of SIMULATED_SEEDS) {
    const { panel } = generateDemoMarket(seed);
    // The branch's cache tells markets apart by dates and symbols only, which the simulated ones share.
    const samples = marketSamples(panel, { seed, everyDays, assets: ASSETS_PER_DATE });
    out.push(...(await withBranch(samples, panel, branch, `${id} ${seed}`)));
  }
  return out;
}

/**
 * @throws Error naming the first sample that holds a held-out ticker or a day after the end of training: sampled windows
 * and targets must not reach there, whatever panel they were drawn from and whichever cache they were read from.
 */
export function assertSamplesTrainingOnly(
  samples: readonly Pick<MarketSample, 'date' | 'symbols'>[],
  { heldoutTickers, dates }: Holdout,
): void {
  for (const { date, symbols } of samples) {
    const leaked = symbols.find((s) => heldoutTickers.has(s));
    if (leaked !== undefined) throw new Error(`the sample of ${date} holds the held-out ticker ${leaked}`);
    if (date > dates.trainEnd) throw new Error(`the sample of ${date} is after the end of training`);
  }
}

/**
 * Samples of the training panel, which holds neither a held-out ticker nor a day after the cut: asserted on the panel
 * and again on every sample.
 */
export async function encoderCorpus({ until, everyDays, folder }: CorpusRequest): Promise<EncoderCorpus> {
  const data = loadTrainingPanel();
  assertTrainingOnly(data.panel, data);
  const progress = (stage: string, done: number, total: number) => {
    if (done % 100 === 0) console.error(`${stage} ${done}/${total}`);
  };
  const drawn = marketSamples(
    data.panel,
    { seed: SAMPLE_SEED, everyDays, assets: ASSETS_PER_DATE },
    progress,
  );
  assertSamplesTrainingOnly(drawn, data);
  const { branch, id } = await branchOf(folder);
  const samples = await withBranch(drawn, data.panel, branch, id, progress);
  return {
    branchWidth: branch.width,
    branchId: id,
    train: samples.filter((s) => s.date <= until),
    simulated: await simulatedSamples(branch, id, SIMULATED_THINNING * everyDays),
    validation: samples.filter((s) => s.date >= data.dates.validationFrom),
  };
}
