/** Measures of a set of predicted points against known goals. Pure arithmetic, used by the evaluation and its tests. */

export const top = (p: ArrayLike<number>): number => {
  let best = 0;
  for (let i = 1; i < p.length; i++) if ((p[i] as number) > (p[best] as number)) best = i;
  return best;
};

export interface Judged {
  readonly truth: readonly number[];
  readonly point: readonly number[];
}

/** Share of people whose largest weight is on the right goal. */
export const accuracy = (xs: readonly Judged[]): number =>
  xs.length === 0 ? NaN : xs.filter((x) => top(x.point) === top(x.truth)).length / xs.length;

/**
 * Expected calibration error of the top weight (Guo et al. 2017): people are sorted into bins by their largest
 * weight, and the gap between mean weight and hit rate is averaged by bin size.
 */
export function calibrationError(xs: readonly Judged[], bins = 10): number {
  if (xs.length === 0) return NaN;
  const groups = Array.from({ length: bins }, () => ({ n: 0, confidence: 0, hits: 0 }));
  for (const x of xs) {
    const confidence = x.point[top(x.point)] as number;
    const g = groups[Math.min(bins - 1, Math.floor(confidence * bins))] as (typeof groups)[number];
    g.n += 1;
    g.confidence += confidence;
    g.hits += top(x.point) === top(x.truth) ? 1 : 0;
  }
  return groups.reduce((a, g) => a + Math.abs(g.confidence - g.hits), 0) / xs.length;
}

/** counts[true][predicted] of the top goals. */
export function confusion(xs: readonly Judged[], size: number): number[][] {
  const counts = Array.from({ length: size }, () => Array<number>(size).fill(0));
  for (const x of xs) {
    const row = counts[top(x.truth)] as number[];
    row[top(x.point)] = (row[top(x.point)] as number) + 1;
  }
  return counts;
}

/** Pairs that cannot be told apart: more than `limit` of either goal's people are taken for the other. */
export function confusedPairs(
  counts: readonly (readonly number[])[],
  names: readonly string[],
  limit: number,
): { pair: string; share: number }[] {
  const out: { pair: string; share: number }[] = [];
  counts.forEach((row, i) =>
    row.forEach((n, k) => {
      const all = row.reduce((a, b) => a + b, 0);
      if (i !== k && all > 0 && n / all > limit)
        out.push({ pair: `${names[i] ?? ''} taken for ${names[k] ?? ''}`, share: n / all });
    }),
  );
  return out.toSorted((a, b) => b.share - a.share);
}

/** Wilson 95 % interval of a share. */
export function interval(hits: number, n: number): [number, number] {
  if (n === 0) return [0, 1];
  const z = 1.96;
  const p = hits / n;
  const mid = (p + (z * z) / (2 * n)) / (1 + (z * z) / n);
  const half = (z * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n))) / (1 + (z * z) / n);
  return [mid - half, mid + half];
}
