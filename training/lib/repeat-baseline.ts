/** A person's decisions as shares of dollars over options: 2N of them, buying and selling each asset. */
export interface Shares {
  readonly count: number;
  readonly shares: Float32Array;
  readonly open: Float32Array;
}

/**
 * Mean negative log-likelihood of the decisions from `cut` on when the next trades are expected to look like those of the
 * last `k` decisions before the split: their mean shares, smoothed by one decision spread evenly over what is open that
 * day. It knows no goal, no market and no policy.
 */
export function repeatLoss(d: Shares, cut: number, k: number): number {
  const width = d.shares.length / d.count;
  const seen = new Float64Array(width);
  const from = Math.max(0, cut - k);
  for (let t = from; t < cut; t++)
    for (let i = 0; i < width; i++) seen[i] = (seen[i] as number) + (d.shares[t * width + i] as number);
  let sum = 0;
  for (let t = cut; t < d.count; t++) {
    let open = 0;
    let mass = 0;
    for (let i = 0; i < width; i++) {
      if (d.open[t * width + i] !== 1) continue;
      open += 1;
      mass += seen[i] as number;
    }
    for (let i = 0; i < width; i++) {
      const share = d.shares[t * width + i] as number;
      if (share > 0) sum -= share * Math.log(((seen[i] as number) + 1 / open) / (mass + 1));
    }
  }
  return sum / Math.max(1, d.count - cut);
}
