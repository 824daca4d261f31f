import { pcg32, type Rng } from '../../src/core/rng.ts';
import type { Panel } from '../../src/domain/market/panel.ts';
import { prepareBolt } from '../../src/models/chronos/bolt-input.ts';
import type { BoltConfig } from '../../src/models/chronos/config.ts';
import { kernelSynth } from './kernel-synth.ts';
import { closesOf, logPrices, logRealisedVol, logReturns } from './market-series.ts';

/** A training batch: network input, normalised targets, weights (0 where a target is missing). */
export interface ChronosBatch {
  readonly features: Float32Array;
  readonly mask: Float32Array;
  readonly target: Float32Array;
  readonly weight: Float32Array;
}

/** One kind of series with all its members; windows are cut from them. */
interface Source {
  readonly name: string;
  readonly share: number;
  readonly series: readonly Float32Array[];
}

const SHARES = { logPrice: 0.4, logVol: 0.25, price: 0.03, returns: 0.04, kernelSynth: 0.2, mixup: 0.1 };

/** Where training windows come from: the market up to `end` (exclusive day index), and Gaussian processes. */
export class ChronosData {
  readonly sources: readonly Source[];
  private readonly config: BoltConfig;

  constructor(config: BoltConfig, panel: Panel, end: number, synthetic: readonly Float32Array[]) {
    this.config = config;
    const logs = panel.assets.map((_, i) => logPrices(closesOf(panel, i).subarray(0, end)));
    const listed = logs.filter((s) => s.filter((x) => x - x === 0).length >= 128);
    const returns = listed.map(logReturns);
    this.sources = [
      { name: 'logPrice', share: SHARES.logPrice, series: listed },
      { name: 'logVol', share: SHARES.logVol, series: returns.map(logRealisedVol) },
      { name: 'price', share: SHARES.price, series: listed.map((s) => s.map(Math.exp)) },
      { name: 'returns', share: SHARES.returns, series: returns },
      { name: 'kernelSynth', share: SHARES.kernelSynth, series: synthetic },
    ];
  }

  /** A window of context + horizon values whose last half year is observed; redraws until one is found. */
  private window(rng: Rng, source: Source): Float32Array {
    const { contextLength, predictionLength } = this.config;
    const length = contextLength + predictionLength;
    for (;;) {
      const s = source.series[rng.int(source.series.length)] as Float32Array;
      const end = Math.min(s.length, 128 + rng.int(Math.max(1, s.length - 127)));
      const out = new Float32Array(length).fill(NaN);
      out.set(s.subarray(Math.max(0, end - length), end), Math.max(0, length - end));
      // A stationary process runs backwards just as well; markets do not.
      if (source.name === 'kernelSynth' && rng.uniform() < 0.5) out.reverse();
      if (out.subarray(length - predictionLength - 40).every((x) => x - x === 0)) return out;
    }
  }

  private pick(rng: Rng): Source {
    let u = rng.uniform() * this.sources.reduce((a, s) => a + s.share, 0);
    for (const s of this.sources) if ((u -= s.share) < 0) return s;
    return this.sources[0] as Source;
  }

  /** TSMixup: a Dirichlet(1.5) mix of 2–3 windows, each divided by its mean absolute value. */
  private mixup(rng: Rng): Float32Array {
    const k = 2 + rng.int(2);
    const parts = Array.from({ length: k }, () => this.window(rng, this.pick(rng)));
    const gamma = parts.map(() => gammaDraw(rng, 1.5));
    const total = gamma.reduce((a, b) => a + b, 0);
    const out = new Float32Array(parts[0]?.length ?? 0);
    parts.forEach((p, i) => {
      const seen = p.filter((x) => x - x === 0);
      const size = seen.reduce((a, x) => a + Math.abs(x), 0) / Math.max(1, seen.length) || 1;
      p.forEach((x, t) => (out[t] = (out[t] ?? 0) + ((gamma[i] ?? 0) / total / size) * x));
    });
    return out;
  }

  /** Windows for one step, augmented: random context lengths and missing values (training only). */
  private draw(rng: Rng): Float32Array {
    const w = rng.uniform() < SHARES.mixup ? this.mixup(rng) : this.window(rng, this.pick(rng));
    const { contextLength } = this.config;
    if (rng.uniform() < 0.2) w.fill(NaN, 0, rng.int(contextLength - 32));
    if (rng.uniform() < 0.15) {
      const p = 0.2 * rng.uniform();
      for (let t = 0; t < w.length; t++) if (rng.uniform() < p) w[t] = NaN;
    }
    // Falling series are as good as rising ones: takes the edge off what the bull markets of the training years would teach.
    if (rng.uniform() < 0.25) for (let t = 0; t < w.length; t++) w[t] = -(w[t] ?? NaN);
    return w;
  }

  /** The batch of a step: a function of (seed, step) alone, so that a resumed training sees what it would have seen. */
  batch(seed: number, step: number, size: number): ChronosBatch {
    const rng = pcg32(seed, step + 1);
    return this.assemble(Array.from({ length: size }, () => this.draw(rng)));
  }

  /** A fixed batch without augmentation from one source, for validation. */
  validation(seed: number, source: string, size: number): ChronosBatch {
    const rng = pcg32(seed, 0);
    const from = this.sources.find((s) => s.name === source);
    if (!from) throw new Error(`no source "${source}"`);
    return this.assemble(Array.from({ length: size }, () => this.window(rng, from)));
  }

  assemble(windows: readonly Float32Array[]): ChronosBatch {
    const { contextLength, predictionLength: n } = this.config;
    const contexts = windows.map((w) => w.subarray(0, contextLength));
    const input = prepareBolt(this.config, contexts, contextLength);
    const target = new Float32Array(windows.length * n);
    const weight = new Float32Array(windows.length * n);
    windows.forEach((w, b) => {
      const scale = input.scale[b] ?? 1;
      const loc = input.loc[b] ?? 0;
      const step = Math.min(1, Math.max(0.02, medianStep(contexts[b] as Float32Array) / scale));
      for (let h = 0; h < n; h++) {
        const z = ((w[contextLength + h] ?? NaN) - loc) / scale;
        if (z - z !== 0) continue;
        target[b * n + h] = Math.min(20, Math.max(-20, z));
        weight[b * n + h] = importance(step, h);
      }
    });
    return { features: input.features, mask: input.mask, target, weight };
  }
}

/**
 * Errors of a random walk grow with its daily step and with sqrt(h): dividing by both lets calm and wild series, near
 * and far days count alike, instead of only the far days of trending ones.
 */
function importance(step: number, h: number): number {
  return Math.min(4, 0.35 / (step * Math.sqrt(h + 1)));
}

function medianStep(context: Float32Array): number {
  const steps = context.map((x, t) => Math.abs(x - (context[t - 1] ?? NaN))).filter((d) => d - d === 0);
  return steps.toSorted()[Math.floor(steps.length / 2)] ?? 0;
}

/** Gamma(shape, 1), shape >= 1 (Marsaglia & Tsang 2000). */
function gammaDraw(rng: Rng, shape: number): number {
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = rng.normal();
    const v = (1 + c * x) ** 3;
    if (v > 0 && Math.log(1 - rng.uniform()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
  }
}

/** The Gaussian-process pool of a training: `count` series of context + horizon values. */
export function syntheticPool(config: BoltConfig, seed: number, count: number): Float32Array[] {
  const perKernel = 8;
  const n = config.contextLength + config.predictionLength;
  return kernelSynth(pcg32(seed, 77), n, Math.ceil(count / perKernel), perKernel);
}
