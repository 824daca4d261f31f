/**
 * Round values for an axis.
 * @param most about how many at most; at least one step is given
 * @returns multiples of 1, 2 or 5 times a power of ten; the first and last enclose `low`..`high`
 */
export function niceTicks(low: number, high: number, most: number): readonly number[] {
  const span = high - low || Math.abs(high) || 1;
  const rough = span / Math.max(1, most - 1);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5].find((m) => m * power >= rough) ?? 10);
  const first = Math.floor(low / step);
  const last = Math.max(first + 1, Math.ceil(high / step));
  return Array.from({ length: last - first + 1 }, (_, k) => (first + k) * step);
}
