import { describe, expect, it } from 'vitest';
import { ADAPTER_WARNING, adapterFileText, readAdapterFile } from './adapter-file.ts';

const HEAD = 'ab'.repeat(32);
const file = {
  head: HEAD,
  A: Array.from({ length: 64 }, (_, i) => Math.fround(Math.sin(i))),
  B: Array.from({ length: 12 }, (_, i) => i / 7),
};
const text = adapterFileText(file);
const changed = (more: object): string => JSON.stringify({ ...(JSON.parse(text) as object), ...more });

describe('a file with the 76 numbers', () => {
  it('reads back to the bit, and says that it describes a person', () => {
    expect(readAdapterFile(text, HEAD)).toEqual(file);
    expect(text).toContain(ADAPTER_WARNING);
  });

  it.each([
    ['no JSON', 'hello', /not a file with learned numbers/],
    ['a list', '[1,2]', /not a file with learned numbers/],
    ['another kind of file', changed({ kind: 'keepfolio-backup' }), /not a file with learned numbers/],
    ['a newer version', changed({ version: 2 }), /newer/],
    ['too few numbers', changed({ A: file.A.slice(1) }), /64 and 12/],
    ['words among them', changed({ B: [...file.B.slice(1), 'x'] }), /64 and 12/],
    ['no weights named', changed({ head: 'here' }), /which weights/],
    ['far too much text', `${' '.repeat(100_001)}${text}`, /too large/],
  ])('is refused with the reason: %s', (_, given, why) => {
    expect(() => readAdapterFile(given, HEAD)).toThrow(why);
  });

  it('is refused beside other weights', () => {
    expect(() => readAdapterFile(text, 'cd'.repeat(32))).toThrow(/other model weights/);
    expect(readAdapterFile(text, null).A).toHaveLength(64);
  });
});
