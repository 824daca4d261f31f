/** How the next token is drawn from the logits. */
export interface SamplingSettings {
  readonly temperature: number;
  /** Keep the k most probable (ties with the k-th are kept too); 0 = all. */
  readonly topK: number;
  /** Keep the smallest set whose probability reaches this; 1 = all. */
  readonly topP: number;
}

/** Tokens that survive the warping, ids ascending, with their probabilities. */
export interface Warped {
  readonly ids: number[];
  readonly probabilities: number[];
}

function softmax(logits: readonly number[]): number[] {
  const top = logits.reduce((a, x) => Math.max(a, x), -Infinity);
  const e = logits.map((x) => Math.exp(x - top));
  const sum = e.reduce((a, b) => a + b, 0);
  return e.map((x) => x / sum);
}

/** Ids outside the nucleus: ascending cumulative probability at most 1 - topP, the most probable one never. */
function outsideNucleus(logits: readonly number[], topP: number): Set<number> {
  const p = softmax(logits);
  const ascending = p.map((_, i) => i).toSorted((a, b) => (logits[a] ?? 0) - (logits[b] ?? 0) || a - b);
  const out = new Set<number>();
  let cumulative = 0;
  for (const i of ascending.slice(0, -1)) {
    cumulative += p[i] ?? 0;
    if (cumulative > 1 - topP) break;
    out.add(i);
  }
  return out;
}

/** The k-th largest value; a short ascending list of the k best so far beats sorting a vocabulary at every step. */
function kthLargest(values: Float32Array, k: number): number {
  const best = new Float32Array(k).fill(-Infinity);
  for (const x of values) {
    if (!(x > (best[0] ?? Infinity))) continue;
    let i = 1;
    while (i < k && (best[i] ?? Infinity) < x) {
      best[i - 1] = best[i] ?? x;
      i += 1;
    }
    best[i - 1] = x;
  }
  return best[0] ?? -Infinity;
}

/** Suppresses EOS, then temperature, top-k, top-p, softmax, in that order. Plain numbers: the same on every backend. */
export function warp(logits: ArrayLike<number>, eos: number, s: SamplingSettings): Warped {
  const scaled = Float32Array.from(logits, (x) => x / s.temperature);
  scaled[eos] = -Infinity;
  const threshold = s.topK > 0 && s.topK < scaled.length ? kthLargest(scaled, s.topK) : -Infinity;
  let ids: number[] = [];
  scaled.forEach((x, i) => {
    if (i !== eos && x >= threshold) ids.push(i);
  });
  const at = (i: number) => scaled[i] ?? -Infinity;
  if (s.topP < 1) {
    const drop = outsideNucleus(ids.map(at), s.topP);
    ids = ids.filter((_, k) => !drop.has(k));
  }
  return { ids, probabilities: softmax(ids.map(at)) };
}

/** The smallest id whose cumulative probability, ids ascending, exceeds u in [0, 1). */
export function drawToken({ ids, probabilities }: Warped, u: number): number {
  let cumulative = 0;
  for (let k = 0; k < ids.length; k++) {
    cumulative += probabilities[k] ?? 0;
    if (cumulative > u) return ids[k] ?? 0;
  }
  return ids.at(-1) ?? 0;
}
