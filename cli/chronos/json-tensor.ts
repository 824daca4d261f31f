import { KeepfolioError } from '../../src/core/errors.ts';

/** A tensor inside the golden files: flat row-major data, null for NaN. */
export interface JsonTensor {
  readonly dtype: 'float32' | 'int32' | 'bool';
  readonly shape: readonly number[];
  readonly data: readonly (number | boolean | null)[];
}

export type Json = Readonly<Record<string, unknown>>;

export function floatTensor(shape: readonly number[], values: ArrayLike<number>): JsonTensor {
  return {
    dtype: 'float32',
    shape,
    data: Array.from(values, (x) => (Number.isFinite(x) ? Math.fround(x) : null)),
  };
}

export function intTensor(shape: readonly number[], values: ArrayLike<number>): JsonTensor {
  return { dtype: 'int32', shape, data: Array.from(values) };
}

export function boolTensor(shape: readonly number[], values: ArrayLike<number>): JsonTensor {
  return { dtype: 'bool', shape, data: Array.from(values, (x) => x !== 0) };
}

function bad(what: string): never {
  throw new KeepfolioError(
    'cases-invalid',
    `the cases file has ${what}`,
    'It must follow the golden files of Chronos.',
  );
}

export function asObject(x: unknown, what: string): Json {
  if (typeof x !== 'object' || x === null || Array.isArray(x)) bad(`no valid "${what}"`);
  return x as Json;
}

export function asList(x: unknown, what: string): readonly unknown[] {
  if (!Array.isArray(x)) bad(`no valid list "${what}"`);
  return x;
}

export function asNumber(x: unknown, what: string): number {
  if (typeof x !== 'number') bad(`no valid number "${what}"`);
  return x;
}

export function numbers(x: unknown, what: string): number[] {
  return asList(x, what).map((v) => (v === null ? NaN : asNumber(v, what)));
}

/** Series: a list of lists, null = missing. */
export function seriesOf(x: unknown, what = 'series'): Float32Array[] {
  return asList(x, what).map((s) => Float32Array.from(numbers(s, what)));
}

export function readTensor(x: unknown, what: string): { shape: number[]; data: Float32Array } {
  const t = asObject(x, what);
  const shape = numbers(t['shape'], `${what}.shape`);
  const data = Float32Array.from(numbers(t['data'], `${what}.data`));
  if (data.length !== shape.reduce((a, b) => a * b, 1))
    bad(`a tensor "${what}" whose data do not fit its shape`);
  return { shape, data };
}

/** Left-padded matrix of a ragged batch. */
export function padded(series: readonly Float32Array[]): JsonTensor {
  const longest = Math.max(0, ...series.map((s) => s.length));
  const data = series.flatMap((s) => [...Array.from({ length: longest - s.length }, () => NaN), ...s]);
  return floatTensor([series.length, longest], data);
}

/** A document with `result` beside every `expected`, computed by `f` for the sections that are there. */
export async function withResults(
  items: unknown,
  what: string,
  f: (item: Json, expected: Json) => Promise<unknown>,
): Promise<unknown[]> {
  const out: unknown[] = [];
  for (const raw of asList(items, what)) {
    const item = asObject(raw, what);
    out.push({ ...item, result: await f(item, asObject(item['expected'], `${what}.expected`)) });
  }
  return out;
}
