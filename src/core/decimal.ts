/**
 * Exact decimal text <-> scaled integer. The one place where printed numbers become integers, so that
 * "0.1" never becomes 0.1000000000000000055.
 */

const DECIMAL = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,3}))?$/;

/**
 * Parses a plain decimal ("-12.345", "1e-3"; no thousands marks, no currency) into an integer scaled by
 * 10^scaleDigits, rounding half away from zero when the text has more digits.
 * @returns null when the text is not a decimal or the result leaves the safe-integer range.
 */
export function parseScaled(text: string, scaleDigits: number): number | null {
  const m = DECIMAL.exec(text.trim());
  if (!m) return null;
  const [, sign = '', whole = '', frac = '', exp] = m;
  if (whole === '' && frac === '') return null;
  const shift = scaleDigits + (exp ? Number(exp) : 0);
  const digits = whole + frac;
  const pointAt = whole.length + shift;
  let kept: string;
  let roundUp = false;
  if (pointAt < 0) kept = '0';
  else if (pointAt >= digits.length) kept = digits + '0'.repeat(Math.min(pointAt - digits.length, 400));
  else {
    kept = digits.slice(0, pointAt) || '0';
    roundUp = digits.charCodeAt(pointAt) >= 53; // '5'
  }
  let value = BigInt(kept || '0');
  if (roundUp) value += 1n;
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) return null;
  const n = Number(value);
  return sign === '-' && n !== 0 ? -n : n;
}

/** Writes an integer scaled by 10^scaleDigits as a decimal with at least minDigits fraction digits, no trailing zeros beyond. */
export function formatScaled(value: number, scaleDigits: number, minDigits = 0): string {
  const negative = value < 0;
  const digits = String(Math.abs(value)).padStart(scaleDigits + 1, '0');
  const whole = digits.slice(0, digits.length - scaleDigits);
  let frac = scaleDigits > 0 ? digits.slice(-scaleDigits) : '';
  while (frac.length > minDigits && frac.endsWith('0')) frac = frac.slice(0, -1);
  return (negative ? '-' : '') + whole + (frac ? '.' + frac : '');
}

/** round(a*b/d), half away from zero, exact through BigInt. Arguments are safe integers, d > 0. */
export function mulDivRound(a: number, b: number, d: number): number {
  const direct = a * b;
  if (Number.isSafeInteger(direct) && Number.isSafeInteger(direct * 2)) {
    const q = Math.trunc(direct / d);
    const r = direct - q * d;
    return Math.abs(r) * 2 >= d ? q + Math.sign(direct) : q;
  }
  const n = BigInt(a) * BigInt(b);
  const dd = BigInt(d);
  let q = n / dd;
  const r = n % dd;
  if ((r < 0n ? -r : r) * 2n >= dd) q += n < 0n ? -1n : 1n;
  return Number(q);
}
