import { describe, expect, it } from 'vitest';
import { floatToHalf, halfToFloat } from './half-float.ts';
import { loadArtefact, sha256Hex } from './manifest.ts';
import { parseSafetensors, parseSharded, writeSafetensors } from './safetensors.ts';

const tensors = {
  'a.weight': { shape: [2, 2], data: Float32Array.of(1, -2.5, 0, 65504) },
  b: { shape: [1], data: Float32Array.of(0.1) },
};

function file(header: unknown, data: number[], declared?: number): Uint8Array {
  const json = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header));
  const out = new Uint8Array(8 + json.length + data.length);
  new DataView(out.buffer).setBigUint64(0, BigInt(declared ?? json.length), true);
  out.set(json, 8);
  out.set(data, 8 + json.length);
  return out;
}

describe('half floats', () => {
  it('every finite half survives the round trip', () => {
    for (let h = 0; h < 0x10000; h++) {
      const x = halfToFloat(h);
      if (Number.isFinite(x)) expect(floatToHalf(x), h.toString(16)).toBe(h);
    }
  });
  it('rounds to nearest, ties to even', () => {
    expect(floatToHalf(1 + 2 ** -11)).toBe(0x3c00);
    expect(floatToHalf(1 + 3 * 2 ** -11)).toBe(0x3c02);
    expect(floatToHalf(65520)).toBe(0x7c00);
    expect(floatToHalf(2 ** -25)).toBe(0);
    expect(floatToHalf(1.5 * 2 ** -24)).toBe(2);
  });
});

describe('safetensors', () => {
  it('writes what it reads, exactly in F32 and rounded in F16', () => {
    const back = parseSafetensors(writeSafetensors(tensors));
    expect(back['a.weight']).toEqual(tensors['a.weight']);
    const half = parseSafetensors(writeSafetensors(tensors, 'F16'));
    expect(half['a.weight']).toEqual(tensors['a.weight']);
    expect(half['b']?.data[0]).toBeCloseTo(0.1, 4);
    expect(half['b']?.data[0]).not.toBe(Math.fround(0.1));
  });
  it('reads BF16', () => {
    const t = parseSafetensors(
      file({ x: { dtype: 'BF16', shape: [2], data_offsets: [0, 4] } }, [0x80, 0x3f, 0x20, 0xc0]),
    );
    expect([...(t['x']?.data ?? [])]).toEqual([1, -2.5]);
  });
  it.each([
    ['too short', new Uint8Array(4), /shorter/],
    ['header beyond the file', file({}, [], 1e6), /header of/],
    ['no JSON', file('{nope', []), /not JSON/],
    ['no object', file('[1]', []), /not an object/],
    ['unknown dtype', file({ x: { dtype: 'I8', shape: [1], data_offsets: [0, 1] } }, [0]), /stored as I8/],
    [
      'offsets beyond the data',
      file({ x: { dtype: 'F32', shape: [2], data_offsets: [0, 8] } }, [0, 0, 0, 0]),
      /beyond the end/,
    ],
    [
      'offsets against the shape',
      file({ x: { dtype: 'F32', shape: [2], data_offsets: [0, 4] } }, [0, 0, 0, 0]),
      /needs 8/,
    ],
    [
      'negative shape',
      file({ x: { dtype: 'F32', shape: [-1], data_offsets: [0, 4] } }, [0, 0, 0, 0]),
      /valid shape/,
    ],
    ['NaN', file({ x: { dtype: 'F32', shape: [1], data_offsets: [0, 4] } }, [0, 0, 0xc0, 0x7f]), /NaN/],
  ])('refuses: %s', (_, bytes, why) => {
    expect(() => parseSafetensors(bytes)).toThrow(why);
  });
  it('reads a sharded checkpoint and misses nothing', async () => {
    const shards: Record<string, Uint8Array> = {
      '1.safetensors': writeSafetensors({ a: tensors['a.weight'] }),
      '2.safetensors': writeSafetensors({ b: tensors.b }),
    };
    const fetchBytes = async (f: string) => shards[f] ?? new Uint8Array();
    const index = (map: Record<string, string>) => JSON.stringify({ weight_map: map });
    const all = await parseSharded(index({ a: '1.safetensors', b: '2.safetensors' }), fetchBytes);
    expect(Object.keys(all).toSorted()).toEqual(['a', 'b']);
    await expect(parseSharded(index({ a: '2.safetensors' }), fetchBytes)).rejects.toThrow(/not in it/);
    await expect(parseSharded(index({ a: '../x' }), fetchBytes)).rejects.toThrow(/plain file name/);
  });
});

describe('loadArtefact', () => {
  it('loads what the manifest promises and refuses one changed byte, naming the file', async () => {
    const files: Record<string, Uint8Array> = {
      'm/config.json': new TextEncoder().encode('{"d":1}'),
      'm/model.safetensors': writeSafetensors(tensors, 'F16'),
    };
    const listed: Record<string, unknown> = {};
    for (const [f, b] of Object.entries(files))
      listed[f] = { sha256: await sha256Hex(b), bytes: b.byteLength };
    files['manifest.json'] = new TextEncoder().encode(JSON.stringify({ files: listed }));
    const fetchBytes = async (f: string) => Uint8Array.from(files[f] ?? []);
    const ok = await loadArtefact('m', fetchBytes);
    expect(ok.config).toEqual({ d: 1 });
    expect(ok.tensors['a.weight']?.data[1]).toBe(-2.5);
    const weights = files['m/model.safetensors'] ?? new Uint8Array();
    weights[weights.length - 1] = (weights.at(-1) ?? 0) ^ 1;
    await expect(loadArtefact('m', fetchBytes)).rejects.toMatchObject({
      code: 'model-corrupt',
      message: expect.stringContaining('m/model.safetensors'),
    });
    await expect(loadArtefact('other', fetchBytes)).rejects.toMatchObject({ code: 'model-unknown' });
  });
});
