import { KeepfolioError } from '../core/errors.ts';
import { OBJECTIVES } from '../domain/portfolio/types.ts';
import { BEHAVIOUR } from '../features/behaviour.ts';
import { ASSET_COLUMNS, GLOBAL_COLUMNS } from '../features/state.ts';
import { loadArtefact } from '../models/manifest.ts';
import { toParams } from '../models/nn/params.ts';
import { objectiveHead } from '../models/objective-head/head.ts';
import type { ObjectiveHead } from '../models/objective-head/head.ts';
import { hasSameColumns } from '../models/policy/config.ts';
import type { PolicyConfig } from '../models/policy/config.ts';
import { loadEncoder, loadFrozenBranch } from './encoder-model.ts';
import type { PolicyWeights } from './expert-scores.ts';
import type { PersonModels } from './personalize.ts';

/** Gives the bytes of a path below `public/models`. */
export type FetchBytes = (path: string) => Promise<Uint8Array>;

/** The shipped objective head, checked. @throws KeepfolioError "model-corrupt", "model-mismatch" */
export async function loadObjectiveHead(fetchBytes: FetchBytes): Promise<ObjectiveHead> {
  const artefact = await loadArtefact('objective-head', fetchBytes);
  return objectiveHead(
    artefact,
    BEHAVIOUR.map((b) => b.name),
    OBJECTIVES,
  );
}

/** The shipped policy, checked to read the columns this app computes. @throws KeepfolioError "model-corrupt", "model-mismatch" */
export async function loadPolicyWeights(fetchBytes: FetchBytes): Promise<PolicyWeights> {
  const artefact = await loadArtefact('policy', fetchBytes);
  const config = artefact.config as unknown as PolicyConfig;
  if (!hasSameColumns(config, ASSET_COLUMNS, GLOBAL_COLUMNS)) {
    throw new KeepfolioError(
      'model-mismatch',
      'the policy was trained for other state columns',
      'Load the app again.',
    );
  }
  return { config, params: toParams(artefact.tensors) };
}

/** Everything phase 3 needs that is frozen, on the current backend. */
export async function loadPersonModels(fetchBytes: FetchBytes): Promise<PersonModels> {
  return {
    head: await loadObjectiveHead(fetchBytes),
    policy: await loadPolicyWeights(fetchBytes),
    encoder: { model: await loadEncoder(fetchBytes), chronos: await loadFrozenBranch(fetchBytes) },
  };
}
