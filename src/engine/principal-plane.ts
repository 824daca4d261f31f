/** Points in the plane of their largest spread. */
export interface PrincipalPlane {
  /** N*2 coordinates along the first and second axis, centred. */
  readonly points: Float64Array;
  /** Share of all spread along each axis; 0 where there is none. */
  readonly explained: readonly [number, number];
}

/** Covariance (D*D) of N rows around their mean, and the centred rows (N*D). */
function covarianceOf(rows: Float32Array, n: number, width: number) {
  const centred = Float64Array.from(rows);
  for (let k = 0; k < width; k++) {
    let mean = 0;
    for (let i = 0; i < n; i++) mean += (rows[i * width + k] as number) / n;
    for (let i = 0; i < n; i++) centred[i * width + k] = (rows[i * width + k] as number) - mean;
  }
  const covariance = new Float64Array(width * width);
  for (let a = 0; a < width; a++) {
    for (let b = 0; b <= a; b++) {
      let sum = 0;
      for (let i = 0; i < n; i++)
        sum += (centred[i * width + a] as number) * (centred[i * width + b] as number);
      covariance[a * width + b] = covariance[b * width + a] = sum / n;
    }
  }
  return { centred, covariance };
}

/** Turns rows and columns p and q of a symmetric matrix so that its element (p, q) becomes 0; v collects the turns. */
function rotate(a: Float64Array, v: Float64Array, n: number, p: number, q: number): void {
  const off = a[p * n + q] as number;
  if (off === 0) return;
  const theta = ((a[q * n + q] as number) - (a[p * n + p] as number)) / (2 * off);
  const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
  const c = 1 / Math.sqrt(t * t + 1);
  const s = t * c;
  const turn = (m: Float64Array, at: number, bt: number): void => {
    const [x, y] = [m[at] as number, m[bt] as number];
    m[at] = c * x - s * y;
    m[bt] = s * x + c * y;
  };
  for (let k = 0; k < n; k++) turn(a, k * n + p, k * n + q);
  for (let k = 0; k < n; k++) turn(a, p * n + k, q * n + k);
  for (let k = 0; k < n; k++) turn(v, k * n + p, k * n + q);
}

const MAX_SWEEPS = 30;

/** Eigenvalues and eigenvectors (columns of v) of a symmetric matrix by Jacobi's cyclic rotations. */
function eigen(symmetric: Float64Array, n: number): { values: Float64Array; v: Float64Array } {
  const a = symmetric.slice();
  const v = new Float64Array(n * n);
  for (let i = 0; i < n; i++) v[i * n + i] = 1;
  for (let sweep = 0; sweep < MAX_SWEEPS; sweep++) {
    let off = 0;
    let all = 0;
    for (let i = 0; i < n * n; i++) {
      all += (a[i] as number) ** 2;
      if (i % (n + 1) !== 0) off += (a[i] as number) ** 2;
    }
    if (off <= 1e-22 * all) break;
    for (let p = 0; p < n - 1; p++) for (let q = p + 1; q < n; q++) rotate(a, v, n, p, q);
  }
  return { values: Float64Array.from({ length: n }, (_, i) => a[i * n + i] as number), v };
}

/** An axis may point either way: its largest component is made positive, so that a map is not mirrored from day to day. */
function oriented(axis: Float64Array): Float64Array {
  let at = 0;
  axis.forEach((x, k) => {
    if (Math.abs(x) > Math.abs(axis[at] as number) + 1e-12) at = k;
  });
  return (axis[at] as number) < 0 ? axis.map((x) => -x) : axis;
}

/**
 * Principal components one and two of N points of D numbers.
 * @param rows N*D. The order of the points does not matter, their number may be 1.
 */
export function principalPlane(rows: Float32Array, width: number): PrincipalPlane {
  const n = rows.length / width;
  const { centred, covariance } = covarianceOf(rows, n, width);
  const { values, v } = eigen(covariance, width);
  const total = values.reduce((sum, x) => sum + Math.max(0, x), 0);
  const order = Array.from(values.keys()).toSorted(
    (a, b) => (values[b] as number) - (values[a] as number) || a - b,
  );
  const points = new Float64Array(2 * n);
  const explained = [0, 1].map((axis) => {
    const at = order[axis];
    const value = at === undefined ? 0 : (values[at] as number);
    // Rounding of identical points must not become a picture.
    if (at === undefined || !(value > 1e-12)) return 0;
    const direction = oriented(Float64Array.from({ length: width }, (_, k) => v[k * width + at] as number));
    for (let i = 0; i < n; i++) {
      let sum = 0;
      for (let k = 0; k < width; k++) sum += (centred[i * width + k] as number) * (direction[k] as number);
      points[2 * i + axis] = sum;
    }
    return value / total;
  });
  return { points, explained: [explained[0] ?? 0, explained[1] ?? 0] };
}
