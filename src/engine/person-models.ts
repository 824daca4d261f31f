import { OBJECTIVES } from '../domain/portfolio/types.ts';
import { BEHAVIOUR } from '../features/behaviour.ts';
import { loadArtefact } from '../models/manifest.ts';
import { objectiveHead } from '../models/objective-head/head.ts';
import type { ObjectiveHead } from '../models/objective-head/head.ts';
import { loadEncoder, loadFrozenBranch } from './encoder-model.ts';
import type { PersonModels } from './personalize.ts';
import { loadPolicy } from './policy-model.ts';

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

/** Everything phase 3 needs that is frozen, on the current backend. */
export async function loadPersonModels(fetchBytes: FetchBytes): Promise<PersonModels> {
  return {
    head: await loadObjectiveHead(fetchBytes),
    policy: await loadPolicy(fetchBytes),
    encoder: { model: await loadEncoder(fetchBytes), chronos: await loadFrozenBranch(fetchBytes) },
  };
}
