import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LossWeights } from '../../src/models/encoder/objectives.ts';
import { lossPlot } from './loss-plot.ts';
import { ROOT } from './paths.ts';

/** Losses of one training batch, as reported every fifty steps. */
export type LossPoint = { readonly step: number; readonly total: number } & Readonly<
  Record<keyof LossWeights, number>
>;

/** Mean losses over the same universes of the validation dates. */
export type ValidationLoss = { readonly total: number } & Readonly<Record<keyof LossWeights, number>>;

/** What a training leaves in config.json beside the weights: enough to find the runs of all seeds again. */
export interface EncoderTraining {
  /** The seed that is shipped. */
  readonly seed: number;
  readonly steps: number;
  readonly until: string;
  /** First eight digits of the frozen branch's SHA-256. */
  readonly branch: string;
  /** Each seed with its validation loss; the shipped one has the lowest total. */
  readonly seeds: readonly { readonly seed: number; readonly validation: ValidationLoss }[];
}

/** Folder of a run below the checkpoints. */
export const checkpointName = (
  t: Pick<EncoderTraining, 'steps' | 'until' | 'branch'>,
  seed: number,
): string => `encoder-${seed}-${t.steps}-${t.until}-${t.branch}`;

/** The seed with the lowest total validation loss; nothing else is looked at. */
export function bestSeed(seeds: EncoderTraining['seeds']): number {
  const [first, ...others] = seeds;
  if (!first) throw new Error('no seed was trained');
  return others.reduce((best, s) => (s.validation.total < best.validation.total ? s : best), first).seed;
}

/** Batches differ in size and date: a point is the mean of the last five reports. */
const SMOOTH = 5;

function smoothed(curve: readonly LossPoint[], of: keyof LossPoint): [number, number][] {
  return curve.map((point, i) => {
    const window = curve.slice(Math.max(0, i - SMOOTH + 1), i + 1);
    return [point.step, window.reduce((sum, c) => sum + c[of], 0) / window.length];
  });
}

/** Names of the plots below `docs/models`: all seeds' totals, then each seed's parts. */
export const lossPlotNames = (seeds: readonly number[]): string[] => [
  'encoder-loss.svg',
  ...seeds.map((s) => `encoder-loss-seed-${s}.svg`),
];

/** Draws the training losses of every seed. */
export async function writeLossPlots(
  runs: readonly { readonly seed: number; readonly curve: readonly LossPoint[] }[],
): Promise<void> {
  const dir = join(ROOT, 'docs', 'models');
  await mkdir(dir, { recursive: true });
  const totals = runs.map((r) => ({ label: `seed ${r.seed}`, points: smoothed(r.curve, 'total') }));
  const plots = [lossPlot('Encoder, training loss of each seed (mean of five reports)', totals)];
  for (const { seed, curve } of runs) {
    const parts = Object.keys(curve[0] ?? {}).filter((k) => k !== 'step') as (keyof LossPoint)[];
    const lines = parts.map((k) => ({ label: k, points: smoothed(curve, k) }));
    plots.push(lossPlot(`Encoder, training losses of seed ${seed} (mean of five reports)`, lines));
  }
  const names = lossPlotNames(runs.map((r) => r.seed));
  for (const [i, name] of names.entries()) await writeFile(join(dir, name), plots[i] as string);
}
