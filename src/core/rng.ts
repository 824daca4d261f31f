/**
 * Seeded random numbers: PCG32 (O'Neill 2014, pcg32_random_r, XSH-RR output). An argument everywhere,
 * never a global: same seed, same numbers, on every machine.
 */
export interface Rng {
  /** Uniform 32-bit unsigned integer. */
  nextU32(): number;
  /** Uniform in [0, 1) with 53 bits. */
  uniform(): number;
  /** Standard normal (Box-Muller, both values used). */
  normal(): number;
  /** Uniform integer in [0, n), unbiased. */
  int(n: number): number;
  /** An independent stream; the parent advances by one draw. */
  fork(): Rng;
}

const MULT = 6364136223846793005n;
const MASK = (1n << 64n) - 1n;

/** A PCG32 generator. `stream` selects one of 2^63 sequences. */
export function pcg32(seed: number | bigint, stream: number | bigint = 54): Rng {
  // 64-bit state kept as two unsigned halves: BigInt arithmetic per draw is ~50x slower.
  const incBig = ((BigInt(stream) << 1n) | 1n) & MASK;
  let stateBig = (incBig + BigInt(seed)) & MASK;
  stateBig = (stateBig * MULT + incBig) & MASK;
  let hi = Number(stateBig >> 32n);
  let lo = Number(stateBig & 0xffffffffn);
  const incHi = Number(incBig >> 32n);
  const incLo = Number(incBig & 0xffffffffn);
  const mHi = Number(MULT >> 32n);
  const mLo = Number(MULT & 0xffffffffn);
  let spare: number | null = null;

  const mulHigh = (a: number, b: number): number => {
    const a0 = a & 0xffff;
    const a1 = a >>> 16;
    const b0 = b & 0xffff;
    const b1 = b >>> 16;
    const mid = a1 * b0 + ((a0 * b0) >>> 16);
    const mid2 = a0 * b1 + (mid % 65536);
    return a1 * b1 + Math.floor(mid / 65536) + Math.floor(mid2 / 65536);
  };

  const nextU32 = (): number => {
    const oldHi = hi;
    const oldLo = lo;
    const newLo = Math.imul(oldLo, mLo) >>> 0;
    const newHi = (mulHigh(oldLo, mLo) + (Math.imul(oldHi, mLo) >>> 0) + (Math.imul(oldLo, mHi) >>> 0)) >>> 0;
    const sumLo = newLo + incLo;
    lo = sumLo >>> 0;
    hi = (newHi + incHi + (sumLo > 0xffffffff ? 1 : 0)) >>> 0;
    // xorshifted = ((old >> 18) ^ old) >> 27, low 32 bits; rot = old >> 59
    const s18Lo = ((oldLo >>> 18) | (oldHi << 14)) >>> 0;
    const s18Hi = oldHi >>> 18;
    const xLo = (s18Lo ^ oldLo) >>> 0;
    const xHi = (s18Hi ^ oldHi) >>> 0;
    const xorshifted = ((xLo >>> 27) | (xHi << 5)) >>> 0;
    const rot = oldHi >>> 27;
    return ((xorshifted >>> rot) | (xorshifted << (-rot & 31))) >>> 0;
  };
  const uniform = (): number => ((nextU32() >>> 5) * 67108864 + (nextU32() >>> 6)) / 9007199254740992;
  const rng: Rng = {
    nextU32,
    uniform,
    normal() {
      if (spare !== null) {
        const s = spare;
        spare = null;
        return s;
      }
      const r = Math.sqrt(-2 * Math.log(1 - uniform()));
      const a = 2 * Math.PI * uniform();
      spare = r * Math.sin(a);
      return r * Math.cos(a);
    },
    int(n) {
      const limit = 4294967296 - (4294967296 % n);
      let v = nextU32();
      while (v >= limit) v = nextU32();
      return v % n;
    },
    fork: () =>
      pcg32(
        (BigInt(nextU32()) << 32n) | BigInt(nextU32()),
        (BigInt(nextU32()) << 20n) | BigInt(nextU32() >>> 12),
      ),
  };
  return rng;
}
