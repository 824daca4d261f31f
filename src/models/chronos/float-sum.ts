const LANES = 8;
const ROWS = 4;
const WIDTH = LANES * ROWS;
const LEVELS = 4;

/** Adds a block of 32 values lane by lane, in float32 (the arrays round on store). */
function addInto(acc: Float32Array, from: Float32Array, at: number): void {
  for (let k = 0; k < WIDTH; k++) acc[k] = (acc[k] ?? 0) + (from[at + k] ?? 0);
}

/** Sums blocks of 32 in a cascade: every `step` blocks the running sums move one level up and start anew. */
function cascade(x: Float32Array, blocks: number): Float32Array {
  const power = Math.max(4, Math.floor(Math.ceil(Math.log2(Math.max(1, blocks))) / LEVELS));
  const step = 1 << power;
  const levels = Array.from({ length: LEVELS }, () => new Float32Array(WIDTH));
  const ground = levels[0] as Float32Array;
  for (let i = 0; i < blocks;) {
    addInto(ground, x, i * WIDTH);
    i += 1;
    if (i % step !== 0) continue;
    for (let j = 1; j < LEVELS; j++) {
      const lower = levels[j - 1] as Float32Array;
      addInto(levels[j] as Float32Array, lower, 0);
      lower.fill(0);
      if ((i & ((step - 1) << (j * power))) !== 0) break;
    }
  }
  for (let j = 1; j < LEVELS; j++) addInto(ground, levels[j] as Float32Array, 0);
  return ground;
}

/**
 * Sum in float32 in the order the reference runs it on an 8-lane machine (4 x 8 running sums, cascaded). Where a series
 * is a small ripple on a large offset, the last bit of the mean decides the normalised values, so the order matters.
 */
export function float32Sum(x: Float32Array): number {
  const vectors = Math.floor(x.length / LANES);
  const blocks = Math.floor(vectors / ROWS);
  const acc = cascade(x, blocks);
  for (let v = blocks * ROWS; v < vectors; v++) {
    for (let k = 0; k < LANES; k++) acc[k] = (acc[k] ?? 0) + (x[v * LANES + k] ?? 0);
  }
  for (let r = 1; r < ROWS; r++) {
    for (let k = 0; k < LANES; k++) acc[k] = (acc[k] ?? 0) + (acc[r * LANES + k] ?? 0);
  }
  let sum = 0;
  for (let i = vectors * LANES; i < x.length; i++) sum = Math.fround(sum + (x[i] ?? 0));
  for (let k = 0; k < LANES; k++) sum = Math.fround(sum + (acc[k] ?? 0));
  return sum;
}
