import type { Panel } from '../domain/market/panel.ts';
import { embedSeries, loadChronosBranch, type ChronosBranch } from '../models/chronos/branch.ts';
import { parseEncoderConfig, type EncoderConfig } from '../models/encoder/config.ts';
import { loadArtefact } from '../models/manifest.ts';
import { toParams, type Params } from '../models/nn/params.ts';

/** The encoder with its weights on the current backend. */
export interface EncoderModel {
  readonly config: EncoderConfig;
  readonly params: Params;
}

/** The frozen time-series branch as the encoder sees it. */
export interface FrozenBranch {
  /** Width of one embedding. */
  readonly width: number;
  /** Closes of M series, oldest first, no holes -> (M*width). */
  embed(closes: readonly Float32Array[]): Promise<Float32Array>;
}

/** Closes handed to the frozen branch at most. */
export const BRANCH_CONTEXT = 512;

/** A Chronos-Bolt as the encoder's branch: it reads the logarithm of the closes. */
export function frozenBranch(chronos: ChronosBranch): FrozenBranch {
  return {
    width: chronos.width,
    embed: (closes) =>
      embedSeries(
        chronos,
        closes.map((c) => c.map(Math.log)),
      ),
  };
}

/**
 * Loads the shipped encoder, checked against the manifest.
 * @param fetchBytes bytes of a path below `public/models`. @throws KeepfolioError "model-corrupt", "encoder-config"
 */
export async function loadEncoder(
  fetchBytes: (path: string) => Promise<Uint8Array>,
  name = 'encoder',
): Promise<EncoderModel> {
  const artefact = await loadArtefact(name, fetchBytes);
  return { config: parseEncoderConfig(artefact.config), params: toParams(artefact.tensors) };
}

/** Loads the shipped Chronos-Bolt as a frozen branch. @throws KeepfolioError "model-corrupt" */
export async function loadFrozenBranch(
  fetchBytes: (path: string) => Promise<Uint8Array>,
  name = 'chronos-bolt-keepfolio',
): Promise<FrozenBranch> {
  return frozenBranch(loadChronosBranch(await loadArtefact(name, fetchBytes)));
}

/** The last BRANCH_CONTEXT closes up to day t, oldest first; a hole repeats the close before it. */
export function branchSeries(panel: Panel, asset: number, t: number): Float32Array {
  const days = panel.dates.length;
  const start = Math.max(0, t + 1 - BRANCH_CONTEXT);
  const out: number[] = [];
  for (let d = start; d <= t; d++) {
    const price = panel.close[asset * days + d] as number;
    if (price > 0) out.push(price);
    else if (out.length > 0) out.push(out.at(-1) as number);
  }
  return Float32Array.from(out);
}
