import { EXPERTS } from '../../domain/portfolio/types.ts';
import type { PlanView } from '../../stores/view-types.ts';
import { EXPERT_LABELS } from '../format/labels.ts';

/** Which expert spoke loudest, and by how much. */
export function whySentence(plan: PlanView): string {
  const order = EXPERTS.toSorted((a, b) => plan.experts[b] - plan.experts[a]);
  const [first, second] = order as [(typeof EXPERTS)[number], (typeof EXPERTS)[number]];
  const share = Math.round(plan.experts[first] * 100);
  const gap = plan.experts[first] - plan.experts[second];
  if (gap < 0.03)
    return `No expert leads: ${EXPERT_LABELS[first].name.toLowerCase()} and ${EXPERT_LABELS[second].name.toLowerCase()} share this plan, ${share}\u00a0% and ${Math.round(plan.experts[second] * 100)}\u00a0%.`;
  return `The ${EXPERT_LABELS[first].name.toLowerCase()} expert spoke loudest, with ${share}\u00a0% of this plan.`;
}
