/** Linear warm-up over `warmup` steps, then cosine decay to `floor`·peak at `total`. Step counts from 0. */
export function warmupCosine(
  step: number,
  total: number,
  peak: number,
  warmup: number,
  floor = 0.02,
): number {
  if (step < warmup) return (peak * (step + 1)) / warmup;
  const progress = Math.min(1, (step - warmup) / Math.max(1, total - warmup));
  return peak * (floor + (1 - floor) * 0.5 * (1 + Math.cos(Math.PI * progress)));
}
