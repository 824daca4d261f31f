import {
  frozenBranch,
  loadEncoder,
  type EncoderModel,
  type FrozenBranch,
} from '../../engine/encoder-model.ts';
import { loadObjectiveHead, type FetchBytes } from '../../engine/person-models.ts';
import type { PersonModels } from '../../engine/personalize.ts';
import { loadPolicy, type PolicyModel } from '../../engine/policy-model.ts';
import { loadChronosBranch, type ChronosBranch } from '../../models/chronos/branch.ts';
import { loadArtefact } from '../../models/manifest.ts';
import type { ModelInfo } from '../contracts/model-views.ts';

/** All weights on the current backend. */
export interface Models {
  readonly forecaster: ChronosBranch;
  readonly encoder: EncoderModel;
  readonly chronos: FrozenBranch;
  readonly policy: PolicyModel;
  readonly person: PersonModels;
}

export const MODEL_TITLES: readonly (readonly [string, string])[] = [
  ['chronos-bolt-keepfolio', 'Chronos-Bolt: forecasts with intervals'],
  ['encoder', 'Encoder: 64 numbers for any asset'],
  ['policy', 'Policy: four experts and their router'],
  ['objective-head', 'Objective head: goals from behaviour'],
];

/** Verifies and places all weights. @throws KeepfolioError naming the file that is missing or damaged */
export async function loadModels(
  fetchBytes: FetchBytes,
  progress: (fraction: number) => void,
): Promise<Models> {
  const forecaster = loadChronosBranch(await loadArtefact('chronos-bolt-keepfolio', fetchBytes));
  progress(0.25);
  const chronos = frozenBranch(forecaster);
  const encoder = await loadEncoder(fetchBytes);
  progress(0.5);
  const policy = await loadPolicy(fetchBytes);
  progress(0.75);
  const head = await loadObjectiveHead(fetchBytes);
  progress(1);
  return {
    forecaster,
    chronos,
    encoder,
    policy,
    person: { head, policy, encoder: { model: encoder, chronos } },
  };
}

/** What the privacy page lists: sizes and hashes, each verified (loading would have thrown otherwise). */
export async function modelInfos(fetchBytes: FetchBytes): Promise<ModelInfo[]> {
  return Promise.all(
    MODEL_TITLES.map(async ([name, title]) => {
      const artefact = await loadArtefact(name, fetchBytes);
      const parameters = Object.values(artefact.tensors).reduce((sum, t) => sum + t.data.length, 0);
      const bytes = (await fetchBytes(`${name}/model.safetensors`)).length;
      return { name, title, parameters, bytes, sha256: artefact.sha256, verified: true };
    }),
  );
}
