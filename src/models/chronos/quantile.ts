/** Linear-interpolation quantile of ascending values at `level` in [0, 1] (position level·(n − 1)). */
export function sortedQuantile(sorted: ArrayLike<number>, level: number): number {
  const position = Math.min(1, Math.max(0, level)) * (sorted.length - 1);
  const low = Math.floor(position);
  const a = sorted[low] ?? NaN;
  const b = sorted[Math.min(low + 1, sorted.length - 1)] ?? a;
  return a + (b - a) * (position - low);
}

/** The lower of the middle values (torch's median for even counts). Sorts a copy. */
export function lowerMedian(values: Float32Array): number {
  return values.toSorted()[Math.floor((values.length - 1) / 2)] ?? NaN;
}
