import { describe, expect, it } from 'vitest';
import { KeepfolioError } from '../core/errors.ts';
import { importFile } from './import-file.ts';
import { SMALL_FILES, utf8 } from './testing/small-files.ts';

const code = (bytes: Uint8Array, name = 'x.csv'): string => {
  try {
    importFile({ name, bytes });
    return 'imported';
  } catch (e) {
    if (!(e instanceof KeepfolioError)) throw e;
    expect(e.hint).not.toBe('');
    return e.code;
  }
};

describe('input that is no export', () => {
  it.each([
    ['an empty file', new Uint8Array(), 'empty-file'],
    ['blanks', utf8('\n \n\t\n'), 'empty-file'],
    ['a renamed image', Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13]), 'not-text'],
    ['a workbook', Uint8Array.from([0x50, 0x4b, 3, 4, 20, 0]), 'not-text'],
    ['binary noise', Uint8Array.from({ length: 5000 }, (_, i) => (i * 7919) % 256), 'not-text'],
    ['a web page', utf8('<!DOCTYPE html><html><body>Sign in</body></html>'), 'not-a-table'],
    ['broken JSON', utf8('{"activities": ['), 'bad-json'],
    ['JSON without rows', utf8('{"a":1}'), 'bad-json'],
    ['deep JSON', utf8('['.repeat(200_000)), 'bad-json'],
    ['one word', utf8('hello'), 'not-a-table'],
  ])('%s is refused with a way out', (_what, bytes, expected) => expect(code(bytes)).toBe(expected));

  it('an unknown broker and a wrong one are named', () => {
    const bytes = utf8(SMALL_FILES['schwab'] as string);
    expect(() => importFile({ name: 'x', bytes }, { brokerId: 'nope' })).toThrow(KeepfolioError);
    expect(() => importFile({ name: 'x', bytes }, { brokerId: 'fidelity' })).toThrow(
      /not a file of Fidelity/,
    );
    expect(importFile({ name: 'x', bytes }, { brokerId: 'schwab' }).transactions.length).toBe(7);
  });

  it('headers named like object machinery do no harm', () => {
    const r = importFile({ name: 'x', bytes: utf8('__proto__,constructor,toString\n1,2,3\n4,5,6\n') });
    expect(r.needsMapping?.headers).toEqual(['__proto__', 'constructor', 'toString']);
    expect(({} as Record<string, unknown>)['1']).toBeUndefined();
    expect(code(utf8('[{"__proto__":{"x":1},"date":"2025-01-01","type":"buy"}]'))).toBe('imported');
  });

  it('zeros bytes in a row make that row a problem', () => {
    const text = (SMALL_FILES['schwab'] as string).replace('"Sell","ZED"', '"Sell","Z\0ED"');
    const r = importFile({ name: 'x', bytes: utf8(text) });
    expect(r.problems.map((p) => [p.line, p.code])).toEqual([[2, 'control-characters']]);
    expect(r.transactions.length).toBe(6);
  });

  it.each([
    ['quotes', '"'.repeat(3_000_000)],
    ['open quotes', 'a,"b\n'.repeat(400_000)],
    ['one huge cell', `a,b,c\n1,"${'x'.repeat(5_000_000)}",3\n`],
    ['commas', ','.repeat(3_000_000)],
    ['short lines', 'x;y\n'.repeat(500_000)],
    ['a header and junk', `${(SMALL_FILES['schwab'] as string).split('\n')[0]}\n${'junk\n'.repeat(300_000)}`],
    [
      'a header and torn rows',
      `${(SMALL_FILES['schwab'] as string).split('\n')[0]}\n${'"01/02/2025","Buy","A\n'.repeat(200_000)}`,
    ],
    ['one line that never ends', `a,b,c\n${'x1,'.repeat(3_000_000)}`],
    ['one cell that never ends', `a,b,c\n${'x'.repeat(9_000_000)}`],
    ['a quote that never closes', `a,b,c\n"${'x,'.repeat(4_000_000)}`],
  ])(
    'megabytes of %s end with an answer',
    (_what, text) => expect(['imported', 'not-a-table']).toContain(code(utf8(text))),
    120_000,
  );

  it('stops between chunks when asked', () => {
    const big = utf8(
      `${(SMALL_FILES['schwab'] as string).split('\n')[0]}\n${'"01/10/2025","Buy","ZED","ZED","10","$40.10","","-$401.00"\n'.repeat(60_000)}`,
    );
    const seen: number[] = [];
    let asked = 0;
    expect(() =>
      importFile(
        { name: 'x', bytes: big },
        { onProgress: (f) => seen.push(f), isCancelled: () => ++asked > 2 },
      ),
    ).toThrow(/cancelled/);
    expect(seen.length).toBeLessThan(4);
    importFile({ name: 'x', bytes: big }, { onProgress: (f) => seen.push(f) });
    expect(seen.at(-1)).toBe(1);
  });
});
