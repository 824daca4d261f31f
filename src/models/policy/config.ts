import { KeepfolioError } from '../../core/errors.ts';

/** Shape of the network and the meaning of its inputs; stored as config.json beside the weights. */
export interface PolicyConfig {
  readonly kind: 'keepfolio-policy';
  readonly version: 1;
  /** Width of the encoder's asset embedding. */
  readonly embedding: number;
  /** Names of the per-asset columns, in the order of the `asset` input. */
  readonly assetColumns: readonly string[];
  /** Names of the account columns, in the order of the `global` input; the first `regime` of them are the regime. */
  readonly globalColumns: readonly string[];
  readonly regime: number;
  readonly hidden: number;
  /** Units of each expert's own hidden layer. */
  readonly expertHidden: number;
  /**
   * 'single': one head of the same size for all goals instead of experts behind a router; the goal enters as six more
   * account columns. For comparison only, never shipped.
   */
  readonly head?: 'single';
}

export const EXPERT_COUNT = 4;
export const OBJECTIVE_COUNT = 6;

/** The standard size for the given columns: small, because weekly returns hold little to learn and phones must run it. */
export function policyConfig(
  assetColumns: readonly string[],
  globalColumns: readonly string[],
  regime: number,
): PolicyConfig {
  return {
    kind: 'keepfolio-policy',
    version: 1,
    embedding: 64,
    assetColumns: [...assetColumns],
    globalColumns: [...globalColumns],
    regime,
    hidden: 32,
    expertHidden: 8,
  };
}

/** The same network with one head for all goals: what the mixture of experts is measured against. */
export const singleHead = (config: PolicyConfig): PolicyConfig => ({
  ...config,
  head: 'single',
  globalColumns: [...config.globalColumns, ...Array.from({ length: OBJECTIVE_COUNT }, (_, k) => `goal${k}`)],
});

/** Position of a column. @throws Error when the configuration lacks it (a bug or a file of another version). */
export function columnIndex(columns: readonly string[], name: string): number {
  const i = columns.indexOf(name);
  if (i < 0) throw new Error(`the policy has no column "${name}"`);
  return i;
}

/** Whether stored weights read exactly these columns, in this order. */
export function hasSameColumns(
  config: PolicyConfig,
  assetColumns: readonly string[],
  globalColumns: readonly string[],
): boolean {
  const same = (a: readonly string[], b: readonly string[]) =>
    a.length === b.length && a.every((x, i) => x === b[i]);
  return same(config.assetColumns, assetColumns) && same(config.globalColumns, globalColumns);
}

const SIZES = ['embedding', 'regime', 'hidden', 'expertHidden'] as const;

/** Checks a parsed config.json. @throws KeepfolioError "policy-config" saying what is wrong. */
export function parsePolicyConfig(json: unknown): PolicyConfig {
  const refuse = (why: string): never => {
    throw new KeepfolioError(
      'policy-config',
      `The policy's config.json is not usable: ${why}.`,
      'Reinstall the models.',
    );
  };
  if (typeof json !== 'object' || json === null) return refuse('it is not an object');
  const c = json as Record<string, unknown>;
  if (c['kind'] !== 'keepfolio-policy' || c['version'] !== 1) return refuse('unknown kind or version');
  for (const key of SIZES) {
    if (!Number.isInteger(c[key]) || (c[key] as number) < 1)
      return refuse(`"${key}" is not a positive integer`);
  }
  for (const key of ['assetColumns', 'globalColumns'] as const) {
    const names = c[key];
    if (!Array.isArray(names) || names.some((n) => typeof n !== 'string'))
      return refuse(`"${key}" is not a list of names`);
  }
  return json as PolicyConfig;
}
