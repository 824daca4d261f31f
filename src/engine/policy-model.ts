import { KeepfolioError } from '../core/errors.ts';
import { ASSET_COLUMNS, GLOBAL_COLUMNS, REGIME_WIDTH } from '../features/state.ts';
import { loadArtefact } from '../models/manifest.ts';
import { toParams, type Params } from '../models/nn/params.ts';
import {
  hasSameColumns,
  parsePolicyConfig,
  policyConfig,
  type PolicyConfig,
} from '../models/policy/config.ts';

/** The policy with its weights on the current backend. */
export interface PolicyModel {
  readonly config: PolicyConfig;
  readonly params: Params;
  /** SHA-256 of the weights. */
  readonly sha256: string;
}

/** The configuration for the columns of this version of the app. */
export const currentPolicyConfig = (): PolicyConfig =>
  policyConfig(ASSET_COLUMNS, GLOBAL_COLUMNS, REGIME_WIDTH);

/**
 * Loads the shipped policy, checked against the manifest and against the columns this code writes.
 * @param fetchBytes bytes of a path below `public/models`.
 * @throws KeepfolioError "model-corrupt", "policy-config", "policy-columns"
 */
export async function loadPolicy(
  fetchBytes: (path: string) => Promise<Uint8Array>,
  name = 'policy',
): Promise<PolicyModel> {
  const artefact = await loadArtefact(name, fetchBytes);
  const config = parsePolicyConfig(artefact.config);
  if (!hasSameColumns(config, ASSET_COLUMNS, GLOBAL_COLUMNS)) {
    throw new KeepfolioError(
      'policy-columns',
      'The policy was trained on other columns than this version of the app writes.',
      'Install the models that belong to this version, or train again.',
    );
  }
  return { config, params: toParams(artefact.tensors), sha256: artefact.sha256 };
}
