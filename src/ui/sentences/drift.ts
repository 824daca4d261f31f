import { OBJECTIVES, type Objective } from '../../domain/portfolio/types.ts';
import type { PersonView } from '../../stores/view-types.ts';
import { OBJECTIVE_LABELS } from '../format/labels.ts';

type Points = PersonView['trajectory'];

interface Stretch {
  readonly goal: Objective;
  readonly from: string;
  readonly to: string;
}

/** The goal with the largest weight, averaged over the quarters of each year. */
function goalByYear(points: Points): (readonly [year: string, goal: Objective])[] {
  const years = new Map<string, Points[number]['objectives'][]>();
  for (const p of points) {
    const year = p.date.slice(0, 4);
    years.set(year, [...(years.get(year) ?? []), p.objectives]);
  }
  return [...years].map(([year, all]) => {
    const sum = (o: Objective): number => all.reduce((a, x) => a + x[o], 0);
    return [year, OBJECTIVES.reduce((a, b) => (sum(b) > sum(a) ? b : a))] as const;
  });
}

/** Years in a row with the same largest goal. */
function stretches(points: Points): Stretch[] {
  const out: Stretch[] = [];
  for (const [year, goal] of goalByYear(points)) {
    const last = out.at(-1);
    if (last?.goal === goal) out[out.length - 1] = { ...last, to: year };
    else out.push({ goal, from: year, to: year });
  }
  return out;
}

const MOST_STRETCHES = 3;
const like = (s: Stretch): string => OBJECTIVE_LABELS[s.goal].like;

/** How what the trades look like changed over the years; null with too few quarters to speak of a change. */
export function driftSentence(points: Points): string | null {
  if (points.length < 2) return null;
  const all = stretches(points);
  const latest = all.at(-1);
  if (!latest) return null;
  if (all.length === 1) return `All along, your trades looked most like ${like(latest)}.`;
  const earlier = all.slice(-MOST_STRETCHES, -1);
  const told = earlier.map(
    (s) => `${s.from === s.to ? `in ${s.from}` : `from ${s.from} to ${s.to}`} more like ${like(s)}`,
  );
  const since = latest.from === latest.to ? `in ${latest.from}` : `since ${latest.from}`;
  const text = `${told.join(', ')}; ${since} more like ${like(latest)}.`;
  return `Your trades looked ${text}`;
}
