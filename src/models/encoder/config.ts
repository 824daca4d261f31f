import { KeepfolioError } from '../../core/errors.ts';

/** Everything needed to rebuild the network and its inputs; shipped as config.json beside the weights. */
export interface EncoderConfig {
  readonly kind: 'keepfolio-encoder';
  readonly version: 1;
  /** Trading days in a window, daily channels, days in a patch. */
  readonly windowDays: number;
  readonly channels: number;
  readonly patchDays: number;
  /** Width of states and embeddings. */
  readonly width: number;
  readonly heads: number;
  readonly hidden: number;
  readonly temporalLayers: number;
  readonly crossLayers: number;
  readonly metadataCount: number;
  readonly regimeCount: number;
  /** Width of the frozen branch's embedding. */
  readonly chronosWidth: number;
  /** Centre and spread of the observable numbers, fixed on the training split. */
  readonly metadata: { readonly center: readonly number[]; readonly spread: readonly number[] };
}

/** The shipped architecture for a frozen branch of the given width. */
export function encoderConfig(chronosWidth: number, metadata: EncoderConfig['metadata']): EncoderConfig {
  return {
    kind: 'keepfolio-encoder',
    version: 1,
    windowDays: 128,
    channels: 5,
    patchDays: 8,
    width: 64,
    heads: 4,
    hidden: 128,
    temporalLayers: 2,
    crossLayers: 1,
    metadataCount: 50,
    regimeCount: 8,
    chronosWidth,
    metadata,
  };
}

const SIZES = [
  'windowDays',
  'channels',
  'patchDays',
  'width',
  'heads',
  'hidden',
  'temporalLayers',
  'crossLayers',
  'metadataCount',
  'regimeCount',
  'chronosWidth',
] as const;

const isNumbers = (x: unknown, n: number): boolean =>
  Array.isArray(x) && x.length === n && x.every((v) => typeof v === 'number' && Number.isFinite(v));

/** Checks a parsed config.json. @throws KeepfolioError "encoder-config" saying what is wrong. */
export function parseEncoderConfig(json: unknown): EncoderConfig {
  const refuse = (why: string): never => {
    throw new KeepfolioError(
      'encoder-config',
      `The encoder's config.json is not usable: ${why}.`,
      'Reinstall the models.',
    );
  };
  if (typeof json !== 'object' || json === null) return refuse('it is not an object');
  const c = json as Record<string, unknown>;
  if (c['kind'] !== 'keepfolio-encoder' || c['version'] !== 1) return refuse('unknown kind or version');
  for (const key of SIZES) {
    if (!Number.isInteger(c[key]) || (c[key] as number) < 1)
      return refuse(`"${key}" is not a positive integer`);
  }
  const config = json as EncoderConfig;
  if (config.windowDays % config.patchDays !== 0)
    return refuse('the window is not a whole number of patches');
  if (config.width % config.heads !== 0) return refuse('the width is not a multiple of the heads');
  const constants = config.metadata as unknown as Record<string, unknown> | undefined;
  if (
    !isNumbers(constants?.['center'], config.metadataCount) ||
    !isNumbers(constants?.['spread'], config.metadataCount)
  ) {
    return refuse('the scaling constants are missing');
  }
  return config;
}

/** Patches per window. */
export const patchCount = (c: EncoderConfig): number => c.windowDays / c.patchDays;
