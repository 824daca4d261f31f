import { OBJECTIVES } from '../../src/domain/portfolio/types.ts';
import { INVESTOR_KINDS } from '../../src/sim/investors/kinds.ts';
import { top } from './objective-scores.ts';

/** Styles the choice network tells apart: every rule, and following a policy asked for each goal. */
export const STYLES: readonly { readonly name: string; readonly goal: number }[] = [
  ...INVESTOR_KINDS.map((k) => ({ name: k.name, goal: OBJECTIVES.indexOf(k.objective) })),
  ...OBJECTIVES.map((o, goal) => ({ name: `policy:${o}`, goal })),
];

/** Which style a person acts on, and how often: two of them, the second with share 0 for one rule. */
export interface StyleShares {
  readonly styles: readonly [number, number];
  readonly shares: readonly [number, number];
}

/**
 * The styles behind a simulated person's trades; null for those whose present rule is not in their name (a change of mind).
 * @param kind one rule, or two joined by a plus. @param truth what each goal counts for
 */
export function stylesOf(kind: string, truth: readonly number[]): StyleShares | null {
  const named = kind.split('+').map((name) => STYLES.findIndex((s) => s.name === name));
  const [a = -1, b = a] = named;
  const [first, second] = [STYLES[a], STYLES[b]];
  if (!first || !second) return null;
  if (named.length === 1) return top(truth) === first.goal ? { styles: [a, a], shares: [1, 0] } : null;
  const share = truth[first.goal] as number;
  const shares: StyleShares['shares'] = first.goal === second.goal ? [0.75, 0.25] : [share, 1 - share];
  return { styles: [a, b], shares };
}
