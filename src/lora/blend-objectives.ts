/**
 * Joins what a person said and what they did: slider 0 = only words, 1 = only behaviour.
 * Both points are in the 6-simplex, and so is the answer; it is what the plan is made for.
 * @param said null when the words name no goal: then behaviour alone counts
 * @param slider held to [0, 1]
 */
export function blendObjectives(
  said: readonly number[] | null,
  done: readonly number[],
  slider: number,
): number[] {
  if (said === null) return [...done];
  const t = Math.max(0, Math.min(1, slider));
  const mixed = done.map((d, i) => t * d + (1 - t) * (said[i] ?? 0));
  const sum = mixed.reduce((a, b) => a + b, 0);
  return sum > 0 ? mixed.map((m) => m / sum) : [...done];
}
