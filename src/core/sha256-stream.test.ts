import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sha256 } from './sha256.ts';
import { sha256Stream } from './sha256-stream.ts';

const hex = (buffer: ArrayBuffer): string =>
  [...new Uint8Array(buffer)].map((b) => b.toString(16).padStart(2, '0')).join('');

describe('SHA-256 in pieces', () => {
  it('gives the published digests (FIPS 180-4 examples)', () => {
    expect(sha256Stream().finish()).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
    const abc = sha256Stream();
    abc.add(new TextEncoder().encode('abc'));
    expect(abc.finish()).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });
  it('equals the digest of the platform, however the bytes are cut (property)', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 6 }), async (pieces) => {
        const stream = sha256Stream();
        for (const piece of pieces) stream.add(piece);
        const whole = Uint8Array.from(pieces.flatMap((p) => [...p]));
        return stream.finish() === hex(await sha256(whole));
      }),
      { numRuns: 200, seed: 5 },
    );
  });
});
