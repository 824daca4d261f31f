import type { MetadataSection } from './metadata.ts';
import { METADATA, METADATA_COUNT } from './metadata-names.ts';

/** Clip of every scaled number. */
export const METADATA_CLIP = 3;

/** Centre and spread of each of the 50 numbers, measured on the training split and shipped in the encoder's config. */
export interface MetadataConstants {
  readonly center: readonly number[];
  /** 0 = the number was never seen known in training: it is passed on as 0. */
  readonly spread: readonly number[];
}

/**
 * Centres, scales and clips to [-3, 3]; what is not known becomes 0.
 * @param section raw numbers (N*50) with their flags. @returns (N*50)
 */
export function scaleMetadata(section: MetadataSection, constants: MetadataConstants): Float32Array {
  const { raw, known } = section;
  const out = new Float32Array(raw.length);
  for (let i = 0; i < raw.length; i++) {
    const k = i % METADATA_COUNT;
    const spread = constants.spread[k] ?? 0;
    if (known[i] === 0 || spread === 0) continue;
    const z = ((raw[i] as number) - (constants.center[k] ?? 0)) / spread;
    out[i] = Math.max(-METADATA_CLIP, Math.min(METADATA_CLIP, z));
  }
  return out;
}

/** Flags are used as they are, 0 or 1. */
const isFlag = (k: number): boolean => METADATA[k]?.unit === '0 or 1';

function quantile(sorted: Float64Array, q: number): number {
  const at = (sorted.length - 1) * q;
  const lo = Math.floor(at);
  const a = sorted[lo] ?? 0;
  return a + ((sorted[Math.min(sorted.length - 1, lo + 1)] ?? a) - a) * (at - lo);
}

/**
 * Median and spread of every number over the known values of the given sections. The wider of the two tails (0.5 %
 * and 99.5 % quantile) ends at the clip: a cash fund's volatility, a seventieth of a share's, must not be cut off.
 * Feed it training dates and training assets only.
 */
export function fitMetadataConstants(sections: readonly MetadataSection[]): MetadataConstants {
  const center: number[] = [];
  const spread: number[] = [];
  for (let k = 0; k < METADATA_COUNT; k++) {
    if (isFlag(k)) {
      center.push(0);
      spread.push(1);
      continue;
    }
    const values: number[] = [];
    for (const s of sections) {
      for (let i = k; i < s.raw.length; i += METADATA_COUNT) if (s.known[i]) values.push(s.raw[i] as number);
    }
    const sorted = Float64Array.from(values).toSorted();
    const middle = quantile(sorted, 0.5);
    const tail = Math.max(quantile(sorted, 0.995) - middle, middle - quantile(sorted, 0.005));
    center.push(values.length > 0 ? middle : 0);
    spread.push(values.length > 0 ? tail / METADATA_CLIP : 0);
  }
  return { center, spread };
}
