import { OBJECTIVES } from '../domain/portfolio/types.ts';
import { BEHAVIOUR } from '../features/behaviour.ts';
import { ASSET_COLUMNS, GLOBAL_COLUMNS } from '../features/state.ts';
import { loadArtefact } from '../models/manifest.ts';
import { objectiveHead } from '../models/objective-head/head.ts';
import type { HeadColumns, ObjectiveHead } from '../models/objective-head/head.ts';
import { loadEncoder, loadFrozenBranch } from './encoder-model.ts';
import type { PersonModels } from './personalize.ts';
import { loadPolicy } from './policy-model.ts';

/** What this version of the app hands to the objective head. */
export const headColumns: HeadColumns = {
  inputs: BEHAVIOUR.map((b) => b.name),
  objectives: OBJECTIVES,
  asset: ASSET_COLUMNS,
  account: GLOBAL_COLUMNS,
};

/** Gives the bytes of a path below `public/models`. */
export type FetchBytes = (path: string) => Promise<Uint8Array>;

/** The shipped objective head, checked. @throws KeepfolioError "model-corrupt", "model-mismatch" */
export async function loadObjectiveHead(fetchBytes: FetchBytes): Promise<ObjectiveHead> {
  const artefact = await loadArtefact('objective-head', fetchBytes);
  return objectiveHead(artefact, headColumns);
}

/** Everything phase 3 needs that is frozen, on the current backend. */
export async function loadPersonModels(fetchBytes: FetchBytes): Promise<PersonModels> {
  return {
    head: await loadObjectiveHead(fetchBytes),
    policy: await loadPolicy(fetchBytes),
    encoder: { model: await loadEncoder(fetchBytes), chronos: await loadFrozenBranch(fetchBytes) },
  };
}
