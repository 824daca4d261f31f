import type { ColumnMapping, ImportResult } from './result-types.ts';
export function importGeneric(name: string, encoding: string, _head: string, _chunks: () => Iterable<string>, _mapping: ColumnMapping | undefined): ImportResult {
  return { file: name, format: { id: 'unknown', broker: 'Unknown', confidence: 0, reason: '', alternatives: [] }, encoding, transactions: [], problems: [], ignored: [], headerLines: [], needsMapping: null, positions: [] };
}
