import { OBJECTIVES, type ObjectiveWeights } from '../domain/portfolio/types.ts';

/** Every objective alike: what is assumed of someone who neither said nor did anything. */
export const EVEN: ObjectiveWeights = Object.fromEntries(
  OBJECTIVES.map((o) => [o, 1 / OBJECTIVES.length]),
) as ObjectiveWeights;

/**
 * The point between what a person said and what their trades did. Both are points of the simplex, so any mix is.
 * @param share 0 = only said, 1 = only did; a missing side leaves the other
 */
export function blend(
  said: ObjectiveWeights | null,
  did: ObjectiveWeights | null,
  share: number,
): ObjectiveWeights {
  if (!said) return did ?? EVEN;
  if (!did) return said;
  return Object.fromEntries(
    OBJECTIVES.map((o) => [o, (1 - share) * said[o] + share * did[o]]),
  ) as ObjectiveWeights;
}

/** Non-negative sliders as weights that sum to 1; null when all are zero. */
export function normalise(raw: ObjectiveWeights): ObjectiveWeights | null {
  const sum = OBJECTIVES.reduce((a, o) => a + Math.max(0, raw[o]), 0);
  if (!(sum > 0)) return null;
  return Object.fromEntries(OBJECTIVES.map((o) => [o, Math.max(0, raw[o]) / sum])) as ObjectiveWeights;
}
