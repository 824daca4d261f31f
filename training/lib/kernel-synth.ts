import type { Rng } from '../../src/core/rng.ts';

/** A covariance over positions 0…n-1: value for a pair. */
type Kernel = (i: number, j: number) => number;

const PERIODS = [24, 48, 96, 168, 336, 672, 7, 14, 30, 60, 365, 730, 4, 26, 52, 4, 6, 12, 4, 40, 10];

/**
 * The 33 kernels of KernelSynth (Ansari et al. 2024) over n equally spaced points of [0, 1]. Periods are given in steps
 * and keep their meaning in steps whatever n is.
 */
function bank(n: number): Kernel[] {
  const at = (i: number) => i / Math.max(1, n - 1);
  const periodic = PERIODS.map(
    (p): Kernel =>
      (i, j) =>
        Math.exp(-2 * Math.sin((Math.PI * Math.abs(i - j)) / p) ** 2),
  );
  const linear = [0, 1, 10].map(
    (s): Kernel =>
      (i, j) =>
        s * s + at(i) * at(j),
  );
  const smooth = [0.1, 1, 10].map(
    (l): Kernel =>
      (i, j) =>
        Math.exp(-((at(i) - at(j)) ** 2) / (2 * l * l)),
  );
  const rational = [0.1, 1, 10].map(
    (a): Kernel =>
      (i, j) =>
        (1 + (at(i) - at(j)) ** 2 / (2 * a)) ** -a,
  );
  const noise = [0.1, 1].map(
    (v): Kernel =>
      (i, j) =>
        i === j ? v : 0,
  );
  return [...periodic, ...linear, ...smooth, ...rational, ...noise, () => 1];
}

/** Cholesky factor of a covariance, row-major lower triangle; null when it is not positive definite. */
export function cholesky(a: Float64Array, n: number): Float64Array | null {
  const l = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let s = a[i * n + j] as number;
      const [ri, rj] = [i * n, j * n];
      for (let k = 0; k < j; k++) s -= (l[ri + k] as number) * (l[rj + k] as number);
      if (i === j) {
        if (!(s > 0)) return null;
        l[ri + i] = Math.sqrt(s);
      } else l[ri + j] = s / (l[rj + j] as number);
    }
  }
  return l;
}

function covariance(rng: Rng, kernels: readonly Kernel[], n: number): Float64Array {
  const count = 1 + rng.int(5);
  const cov = new Float64Array(n * n);
  for (let k = 0; k < count; k++) {
    const kernel = kernels[rng.int(kernels.length)] as Kernel;
    const product = k > 0 && rng.uniform() < 0.5;
    for (let i = 0; i < n; i++) {
      for (let j = 0; j <= i; j++) {
        const at = i * n + j;
        const v = kernel(i, j);
        cov[at] = product ? (cov[at] as number) * v : (cov[at] as number) + v;
      }
    }
  }
  return cov;
}

function factor(rng: Rng, kernels: readonly Kernel[], n: number): Float64Array {
  for (;;) {
    const cov = covariance(rng, kernels, n);
    let trace = 0;
    for (let i = 0; i < n; i++) trace += cov[i * n + i] as number;
    // Periodic and linear covariances are singular: a small diagonal makes them factor, 1e-3 of a deviation of noise.
    for (const jitter of [1e-8, 1e-6]) {
      for (let i = 0; i < n; i++) cov[i * n + i] = (cov[i * n + i] as number) + (jitter * trace) / n;
      const l = cholesky(cov, n);
      if (l) return l;
    }
  }
}

/**
 * Draws of random Gaussian processes: 1–5 kernels of the bank joined by + and ×, zero mean.
 * @param perKernel draws that share one covariance (its factor is the costly part).
 * @returns `kernels·perKernel` series of length n
 */
export function kernelSynth(rng: Rng, n: number, kernels: number, perKernel: number): Float32Array[] {
  const all = bank(n);
  const out: Float32Array[] = [];
  for (let k = 0; k < kernels; k++) {
    const l = factor(rng, all, n);
    for (let d = 0; d < perKernel; d++) {
      const z = Float64Array.from({ length: n }, () => rng.normal());
      const series = new Float32Array(n);
      for (let i = 0; i < n; i++) {
        let s = 0;
        for (let j = 0; j <= i; j++) s += (l[i * n + j] as number) * (z[j] as number);
        series[i] = s;
      }
      out.push(series);
    }
  }
  return out;
}
