import { OBJECTIVES } from '../../domain/portfolio/types.ts';
import { tally, type Against, type PolicyEvaluation } from '../../stores/evaluation.ts';
import { OBJECTIVE_LABELS } from '../format/labels.ts';
import { listText, plural } from '../format/number.ts';

/** What the comparisons after tax amount to; the word for it follows the counts. */
export function qualitySentence(against: readonly Against[]): string {
  const { better, tie, worse } = tally(against);
  const all = better + tie + worse;
  if (all === 0) return 'No evaluation of the model is in this copy of the app.';
  const start =
    tie * 2 > all
      ? 'Mostly ties with simple rules'
      : worse > better
        ? 'More often worse than simple rules than better'
        : better * 2 > all
          ? 'Mostly better than simple rules'
          : 'A mixed picture beside simple rules';
  return `${start}: of ${all} comparisons after tax, ${plural(tie, 'tie')}, ${better} better and ${worse} worse.`;
}

/** Which goals the model serves better when asked for them, and which it does not. */
export function diagonalSentence({ table }: Pick<PolicyEvaluation, 'table'>): string {
  if (!table?.diagonalBest) return '';
  const best = OBJECTIVES.filter((_, k) => table.diagonalBest?.[k]);
  const not = OBJECTIVES.filter((_, k) => !table.diagonalBest?.[k]);
  const names = (goals: typeof best): string =>
    listText(
      goals.map((g) => `“${OBJECTIVE_LABELS[g].name}”`),
      6,
    );
  if (not.length === 0)
    return 'For each of the six goals, asking for it gives the best result on its own metric.';
  if (best.length === 0) return 'For no goal does asking for it give the best result on its own metric.';
  return `Asking for a goal gives the best result on its own metric for ${best.length} of 6: ${names(best)}. Not for ${names(not)}.`;
}
