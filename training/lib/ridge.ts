/** A linear probe fitted by ridge regression on standardised features. */
export interface Ridge {
  /** Prediction for one row of features. */
  predict(x: ArrayLike<number>): number;
}

/** Solves the symmetric positive definite system A·x = b in place of a copy (Cholesky). A (n*n), b (n). */
function solve(a: Float64Array, b: Float64Array, n: number): Float64Array {
  const l = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = a[i * n + j] as number;
      for (let k = 0; k < j; k++) sum -= (l[i * n + k] as number) * (l[j * n + k] as number);
      l[i * n + j] = i === j ? Math.sqrt(Math.max(sum, 1e-12)) : sum / (l[j * n + j] as number);
    }
  }
  const x = Float64Array.from(b);
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) x[i] = (x[i] as number) - (l[i * n + k] as number) * (x[k] as number);
    x[i] = (x[i] as number) / (l[i * n + i] as number);
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) x[i] = (x[i] as number) - (l[k * n + i] as number) * (x[k] as number);
    x[i] = (x[i] as number) / (l[i * n + i] as number);
  }
  return x;
}

function moments(
  rows: readonly ArrayLike<number>[],
  width: number,
): { mean: Float64Array; dev: Float64Array } {
  const mean = new Float64Array(width);
  const dev = new Float64Array(width);
  for (const row of rows)
    for (let k = 0; k < width; k++) mean[k] = (mean[k] as number) + (row[k] as number) / rows.length;
  for (const row of rows) {
    for (let k = 0; k < width; k++)
      dev[k] = (dev[k] as number) + ((row[k] as number) - (mean[k] as number)) ** 2 / rows.length;
  }
  return { mean, dev: dev.map((v) => Math.max(1e-9, Math.sqrt(v))) };
}

/**
 * Least squares with penalty `lambda` (per row, on standardised features; the constant is free).
 * @param rows features per observation. @param y truths, same length.
 */
export function fitRidge(rows: readonly ArrayLike<number>[], y: ArrayLike<number>, lambda: number): Ridge {
  const width = rows[0]?.length ?? 0;
  const { mean, dev } = moments(rows, width);
  let level = 0;
  for (let i = 0; i < rows.length; i++) level += (y[i] as number) / rows.length;
  const gram = new Float64Array(width * width);
  const right = new Float64Array(width);
  const z = new Float64Array(width);
  rows.forEach((row, i) => {
    for (let k = 0; k < width; k++) z[k] = ((row[k] as number) - (mean[k] as number)) / (dev[k] as number);
    const gap = (y[i] as number) - level;
    for (let a = 0; a < width; a++) {
      const za = z[a] as number;
      right[a] = (right[a] as number) + za * gap;
      for (let b = 0; b <= a; b++)
        gram[a * width + b] = (gram[a * width + b] as number) + za * (z[b] as number);
    }
  });
  for (let a = 0; a < width; a++) {
    for (let b = 0; b < a; b++) gram[b * width + a] = gram[a * width + b] as number;
    gram[a * width + a] = (gram[a * width + a] as number) + lambda * rows.length;
  }
  const w = solve(gram, right, width);
  return {
    predict(x) {
      let sum = level;
      for (let k = 0; k < width; k++)
        sum += ((w[k] as number) * ((x[k] as number) - (mean[k] as number))) / (dev[k] as number);
      return sum;
    },
  };
}
