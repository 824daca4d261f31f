/**
 * Covariance with Ledoit-Wolf shrinkage towards a scaled identity (Ledoit & Wolf 2004, "A well-conditioned estimator
 * for large-dimensional covariance matrices", eqs. 8-14).
 * @param returns T rows of N returns, row-major. @returns N·N, and the shrinkage intensity 0..1.
 */
export function shrunkCovariance(
  returns: Float64Array,
  days: number,
  assets: number,
): { covariance: Float64Array; intensity: number } {
  const x = centred(returns, days, assets);
  const s = sampleCovariance(x, days, assets);
  let trace = 0;
  for (let i = 0; i < assets; i++) trace += s[i * assets + i] as number;
  const mu = trace / assets;
  let d2 = 0;
  for (let k = 0; k < s.length; k++) {
    const target = k % (assets + 1) === 0 ? mu : 0;
    d2 += ((s[k] as number) - target) ** 2;
  }
  let b2 = 0;
  for (let t = 0; t < days; t++) {
    for (let i = 0; i < assets; i++) {
      const xi = x[t * assets + i] as number;
      for (let j = 0; j < assets; j++)
        b2 += (xi * (x[t * assets + j] as number) - (s[i * assets + j] as number)) ** 2;
    }
  }
  b2 = Math.min(d2, b2 / (days * days));
  const intensity = d2 > 0 ? b2 / d2 : 1;
  const covariance = s.map((v, k) => (1 - intensity) * v + (k % (assets + 1) === 0 ? intensity * mu : 0));
  return { covariance, intensity };
}

function centred(returns: Float64Array, days: number, assets: number): Float64Array {
  const out = Float64Array.from(returns);
  for (let i = 0; i < assets; i++) {
    let mean = 0;
    for (let t = 0; t < days; t++) mean += (returns[t * assets + i] as number) / days;
    for (let t = 0; t < days; t++) out[t * assets + i] = (returns[t * assets + i] as number) - mean;
  }
  return out;
}

function sampleCovariance(x: Float64Array, days: number, assets: number): Float64Array {
  const s = new Float64Array(assets * assets);
  for (let i = 0; i < assets; i++) {
    for (let j = i; j < assets; j++) {
      let sum = 0;
      for (let t = 0; t < days; t++) sum += (x[t * assets + i] as number) * (x[t * assets + j] as number);
      s[i * assets + j] = sum / days;
      s[j * assets + i] = sum / days;
    }
  }
  return s;
}
