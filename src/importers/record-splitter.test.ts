import fc from 'fast-check';
import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { RecordSplitter } from './record-splitter.ts';

interface Rec {
  readonly cells: string[];
  readonly line: number;
  readonly torn: boolean;
}

function split(text: string, delimiter = ',', chunk = text.length || 1): Rec[] {
  const out: Rec[] = [];
  const s = new RecordSplitter(delimiter, (cells, line, torn) => void out.push({ cells, line, torn }));
  for (let i = 0; i < text.length; i += chunk) s.push(text.slice(i, i + chunk));
  s.end();
  return out;
}

const cell = fc.string({ maxLength: 12 }).map((s) => s.replaceAll('\0', ''));
const quote = (s: string): string => `"${s.replaceAll('"', '""')}"`;

describe('RecordSplitter', () => {
  it('agrees with papaparse on well-formed files', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(cell, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 6 }),
        fc.constantFrom('\n', '\r\n'),
        (rows, eol) => {
          const text = rows.map((r) => r.map(quote).join(',')).join(eol);
          expect(split(text).map((r) => r.cells)).toEqual(
            Papa.parse<string[]>(text, { delimiter: ',', newline: eol }).data,
          );
        },
      ),
      { numRuns: 300 },
    );
  });

  it('gives the same records whatever the chunks', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', '1', ',', '"', '\n', '\r', ' '), maxLength: 60 }),
        fc.integer({ min: 1, max: 7 }),
        (text, chunk) => {
          expect(split(text, ',', chunk)).toEqual(split(text));
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('numbers the line where a record starts, for each kind of line end', () => {
    for (const eol of ['\n', '\r\n', '\r']) {
      const r = split(['a,b', `"x${eol}y",c`, 'd,e'].join(eol));
      expect(r.map((x) => x.line)).toEqual([1, 2, 4]);
      expect(r[1]?.cells[0]).toBe(`x${eol}y`);
    }
  });

  it('ends a record whose quote never closes at its own line', () => {
    const r = split('"a","b"\n"c","d\n"e","f"\n');
    expect(r.map((x) => [x.line, x.torn])).toEqual([
      [1, false],
      [2, true],
      [3, false],
    ]);
    expect(r[2]?.cells).toEqual(['e', 'f']);
  });

  it('keeps a stray quote inside a quoted cell', () => {
    expect(split('"a","APPLE "INC"","5"')[0]?.cells).toEqual(['a', 'APPLE "INC"', '5']);
  });

  it('stays linear on nothing but quotes', () => {
    const t0 = performance.now();
    split(`${'"a\n'.repeat(200_000)}`);
    split('"'.repeat(500_001));
    split(`"${'x'.repeat(3_000_000)}`);
    expect(performance.now() - t0).toBeLessThan(5000);
  });
});
