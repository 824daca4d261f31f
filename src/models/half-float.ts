/** IEEE half-precision and bfloat16 conversions, in plain bit arithmetic (Float16Array is not everywhere). */
const bits = new DataView(new ArrayBuffer(4));

/** Value of a 16-bit half float. */
export function halfToFloat(h: number): number {
  const sign = h & 0x8000 ? -1 : 1;
  const exponent = (h >> 10) & 0x1f;
  const fraction = h & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction ? NaN : sign * Infinity;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** Nearest half float, ties to even; beyond 65504 it becomes infinite. */
export function floatToHalf(x: number): number {
  bits.setFloat32(0, x);
  const u = bits.getUint32(0);
  const sign = (u >>> 16) & 0x8000;
  const magnitude = u & 0x7fffffff;
  if (magnitude > 0x7f800000) return sign | 0x7e00;
  if (magnitude >= 0x47800000) return sign | 0x7c00;
  if (magnitude < 0x38800000) {
    // Subnormal half: a multiple of 2^-24. Scaling by a power of two is exact, so one rounding remains.
    return sign | roundEven(Math.abs(x) * 2 ** 24);
  }
  const rounded = magnitude + 0xfff + ((magnitude >> 13) & 1);
  return sign | ((rounded - 0x38000000) >> 13);
}

function roundEven(x: number): number {
  const floor = Math.floor(x);
  const rest = x - floor;
  if (rest !== 0.5) return Math.round(x);
  return floor % 2 === 0 ? floor : floor + 1;
}

/** Value of a bfloat16: the upper half of a float32. */
export function bfloatToFloat(b: number): number {
  bits.setUint32(0, b << 16);
  return bits.getFloat32(0);
}
