import type { EncodingName } from './text-encoding.ts';
import type { ImportResult } from './result-types.ts';
export function importJson(_name: string, _bytes: Uint8Array, _encoding: EncodingName): ImportResult | null {
  return null;
}
