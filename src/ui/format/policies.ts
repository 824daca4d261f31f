/** Names of what a portfolio can be steered by: the trained policy and the simple rules beside it. */
export const POLICY_LABELS: Readonly<Record<string, { readonly name: string; readonly means: string }>> = {
  model: { name: 'The model', means: 'the trained policy, for your goals' },
  hold: { name: 'Hold', means: 'buys once and does nothing more' },
  equal: { name: 'Equal parts', means: 'the same amount in each, made even again each month' },
  inverseVol: { name: 'Calmer ones more', means: 'weights by 1 over the volatility of each' },
  minVariance: { name: 'Least variance', means: 'the mix that moved least, estimated with shrinkage' },
  momentum: { name: 'Momentum', means: 'what rose over the last year' },
  sixtyForty: { name: '60 / 40', means: 'six parts stocks, four parts bonds' },
  'hold+harvest': { name: 'Hold, harvesting', means: 'holds and sells losses to save tax' },
  'equal+harvest': { name: 'Equal, harvesting', means: 'equal parts and sells losses to save tax' },
};

/** The name of a policy; one that is new here goes by its own word. */
export const policyName = (id: string): string => POLICY_LABELS[id]?.name ?? id;

/** Line patterns in a fixed order, so that curves can be told apart without colour. */
const DASHES = ['', '6 3', '2 3', '10 3 2 3', '1 2', '8 2', '4 2 1 2', '12 4', '3 6'] as const;

/** How a policy is drawn: the same wherever it appears. */
export function policyLine(id: string): {
  readonly color: string;
  readonly dash: string;
  readonly width: number;
} {
  const index = Math.max(0, Object.keys(POLICY_LABELS).indexOf(id));
  return {
    color:
      id === 'model' ? 'var(--accent)' : index > 7 ? 'var(--ink)' : `var(--series-${Math.max(0, index - 1)})`,
    dash: DASHES[index] ?? '',
    width: id === 'model' ? 2.5 : 1.5,
  };
}
