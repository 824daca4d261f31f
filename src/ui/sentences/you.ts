import { OBJECTIVES, type Objective } from '../../domain/portfolio/types.ts';
import type { PersonView } from '../../stores/view-types.ts';
import { OBJECTIVE_LABELS } from '../format/labels.ts';
import { plural } from '../format/number.ts';

/** The objective with the largest weight. */
export function topObjective(person: PersonView): Objective {
  return OBJECTIVES.reduce((best, o) => (person.objectives[o] > person.objectives[best] ? o : best));
}

const percent = (x: number): number => Math.round(x * 100);

/** The first sentence of the You page once something was learned. Says so when the evidence is thin. */
export function youSentence(person: PersonView): string {
  if (!person.enough)
    return `${plural(person.decisions, 'decision')} ${person.decisions === 1 ? 'is' : 'are'} too few to tell what kind of investor you are. Say it in words below instead.`;
  const top = topObjective(person);
  const second = OBJECTIVES.filter((o) => o !== top).reduce((best, o) =>
    person.objectives[o] > person.objectives[best] ? o : best,
  );
  const like = `Your trades look ${percent(person.objectives[top])}\u00a0% (±\u00a0${percent(person.spread[top])}) like ${OBJECTIVE_LABELS[top].like}`;
  const isClose = person.objectives[top] - person.objectives[second] < person.spread[top];
  return isClose ? `${like}, hardly more than like ${OBJECTIVE_LABELS[second].like}.` : `${like}.`;
}
