import { KeepfolioError } from '../../core/errors.ts';
import { pcg32, type Rng } from '../../core/rng.ts';
import { parseIsoDate } from '../../core/iso-date.ts';
import type { Transaction } from '../../domain/ledger/transaction.ts';
import { importFile } from '../import-file.ts';
import type { ImportResult } from '../result-types.ts';
import { decodeChunks, sniffEncoding } from '../text-encoding.ts';
import { accountingFault } from './accounting.ts';
import { SMALL_FILES, utf16, utf8 } from './small-files.ts';

const NASTY = [
  '"',
  '""',
  ',',
  ';',
  '\t',
  '\n',
  '\r',
  '\r\n',
  '\0',
  '\ufeff',
  '__proto__',
  'constructor',
  'toString',
  '=1+1',
  '-',
  '--',
  '$',
  '(',
  ')',
  '1e999',
  'NaN',
  '-0',
  '99999999999999999999',
  '\u2212',
  '\u00e9',
  '\ud83d\ude80',
  '31/31/2025',
  '"\n"',
  ',,,,,,,,',
  ' as of ',
  'Total',
  'x'.repeat(300),
  '{',
  '[',
  '<html',
  '\\',
  "'",
] as const;

const pick = <T>(rng: Rng, list: readonly T[]): T => list[rng.int(list.length)] as T;

function mutate(text: string, rng: Rng): string {
  const at = rng.int(text.length + 1);
  const lines = text.split('\n');
  const line = rng.int(lines.length);
  switch (rng.int(10)) {
    case 0:
      return text.slice(0, at) + text.slice(at + 1 + rng.int(8));
    case 1:
    case 2:
      return text.slice(0, at) + pick(rng, NASTY) + text.slice(at);
    case 3:
      return text.slice(0, at) + pick(rng, NASTY) + text.slice(at + 1);
    case 4:
      return text.slice(0, at);
    case 5:
      lines.splice(line, 1);
      return lines.join('\n');
    case 6:
      lines.splice(line, 0, pick(rng, lines));
      return lines.join('\n');
    case 7: {
      const cells = (lines[line] ?? '').split(',');
      cells.splice(rng.int(cells.length), rng.int(2), pick(rng, NASTY));
      lines[line] = cells.join(',');
      return lines.join('\n');
    }
    case 8: {
      const other = pick(rng, Object.values(SMALL_FILES)).split('\n');
      lines.splice(line, 0, ...other.slice(0, 1 + rng.int(4)));
      return lines.join('\n');
    }
    default:
      return text.replaceAll('\n', pick(rng, ['\r\n', '\r', '\n\n']));
  }
}

function encode(text: string, rng: Rng): Uint8Array {
  switch (rng.int(12)) {
    case 0:
      return utf16(text, true);
    case 1:
      return utf16(text, false);
    case 2:
      return utf8(`\ufeff${text}`);
    case 3:
      return Uint8Array.from(text, (c) => c.charCodeAt(0) & 0xff);
    case 4: {
      const bytes = utf8(text);
      if (bytes.length > 0) bytes[rng.int(bytes.length)] = rng.int(256);
      return bytes;
    }
    default:
      return utf8(text);
  }
}

function rowFault(t: Transaction): string {
  for (const n of [t.quantity, t.amount, t.fees, t.price ?? 0])
    if (!Number.isSafeInteger(n) || Object.is(n, -0)) return `unsafe number ${n}`;
  if (parseIsoDate(t.date) === null) return `no day: ${t.date}`;
  if (t.fees < 0 || (t.price ?? 0) < 0) return 'negative price or fee';
  return '';
}

/** "" when the outcome is one a person can act on. */
function fault(bytes: Uint8Array, r: ImportResult): Pick<FuzzRun, 'fault' | 'kind'> {
  for (const t of r.transactions) {
    const f = rowFault(t);
    if (f) return { fault: f, kind: 'bad value' };
  }
  const text = [...decodeChunks(bytes, sniffEncoding(r.file, bytes))].join('');
  // JSON records are reported by the line they start on, several of which may be one line.
  const f = /^\s*[{[]/.test(text) ? '' : accountingFault(text, r);
  return { fault: f, kind: f === '' ? '' : 'unreported row' };
}

/** One mutated file, made from its seed alone, and what importing it came to. */
export interface FuzzRun {
  /** "" = fine. */
  readonly fault: string;
  /** What sort of fault it is: an error that is no refusal, a row that is in no list (or in two), a value no ledger takes. */
  readonly kind: '' | 'crash' | 'unreported row' | 'bad value';
  readonly refused: boolean;
  readonly ms: number;
}

/** Mutates one of the small files by the seed and imports it. */
export function fuzzOnce(seed: number): FuzzRun {
  const rng = pcg32(seed);
  let text = pick(rng, Object.values(SMALL_FILES));
  for (let k = rng.int(4); k >= 0; k--) text = mutate(text, rng);
  const bytes = encode(text, rng);
  const t0 = performance.now();
  try {
    const f = fault(bytes, importFile({ name: 'fuzz.csv', bytes }));
    return {
      kind: f.kind,
      fault: f.fault === '' ? '' : `seed ${seed}: ${f.fault}\n${text.slice(0, 2000)}`,
      refused: false,
      ms: performance.now() - t0,
    };
  } catch (e) {
    if (e instanceof KeepfolioError)
      return { kind: '', fault: '', refused: true, ms: performance.now() - t0 };
    return {
      kind: 'crash',
      fault: `seed ${seed}: ${e instanceof Error ? e.stack : String(e)}\n${text.slice(0, 2000)}`,
      refused: false,
      ms: performance.now() - t0,
    };
  }
}
