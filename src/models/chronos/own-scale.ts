/** How far one step of a series goes, from its own past: over the last weeks, and over the whole context. */
export interface OwnScale {
  /** Root of the exponentially weighted mean square of its steps (weight 0.94, as RiskMetrics has it). */
  readonly recent: number;
  /** Root mean square of all its steps. */
  readonly longRun: number;
}

/** Fewer steps than a quarter of a year tell too little about a series' own pace. */
export const MIN_STEPS = 60;
const DECAY = 0.94;

/** The scale of the steps between neighbouring finite values; null for a series too short, or one that stood still. */
export function ownScale(series: ArrayLike<number>): OwnScale | null {
  let recent = NaN;
  let sum = 0;
  let steps = 0;
  for (let t = 1; t < series.length; t++) {
    const square = ((series[t] ?? NaN) - (series[t - 1] ?? NaN)) ** 2;
    if (!Number.isFinite(square)) continue;
    recent = Number.isNaN(recent) ? square : DECAY * recent + (1 - DECAY) * square;
    sum += square;
    steps += 1;
  }
  const scale = { recent: Math.sqrt(recent), longRun: Math.sqrt(sum / steps) };
  return steps >= MIN_STEPS && scale.recent > 1e-6 && scale.longRun > 1e-6 ? scale : null;
}

/** Exponents of a geometric blend of three measures of width; what is missing to 1 is a constant. */
export interface ScaleBlend {
  /** Half of the network's own 80 % band. */
  readonly network: number;
  readonly recent: number;
  readonly longRun: number;
}

/** The blended half-width `h` steps ahead, up to the factor that the fitted offsets hold. */
export function blendedScale(blend: ScaleBlend, networkHalf: number, own: OwnScale, h: number): number {
  const root = 0.5 * Math.log(h);
  return Math.exp(
    blend.network * Math.log(Math.max(networkHalf, 1e-6)) +
      blend.recent * (Math.log(own.recent) + root) +
      blend.longRun * (Math.log(own.longRun) + root),
  );
}
