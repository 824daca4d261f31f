import type { ReactElement } from 'react';
import { OBJECTIVES } from '../../domain/portfolio/types.ts';
import type { PersonView } from '../../stores/view-types.ts';
import { GoalHistory } from '../charts/goal-history.tsx';
import { dateText } from '../format/date.ts';
import { OBJECTIVE_LABELS, seriesColor } from '../format/labels.ts';
import { percentText } from '../format/number.ts';
import { driftSentence } from '../sentences/drift.ts';
import { Figure } from './figure.tsx';

const DASHES = ['', '7 3', '2 3', '9 3 2 3', '4 2', '1 4'] as const;

/** How the six goals weighed at the end of each quarter, in words, drawn, and as a table. */
export function Drift({ person }: { readonly person: PersonView }): ReactElement | null {
  const { trajectory } = person;
  const sentence = driftSentence(trajectory);
  if (!person.enough || sentence === null) return null;
  return (
    <Figure
      testId="drift"
      title={sentence}
      unit="weight of each goal at the end of each quarter, read with today’s 76 numbers"
      head={['Quarter’s end', ...OBJECTIVES.map((o) => OBJECTIVE_LABELS[o].name)]}
      rows={trajectory.map((p) => [dateText(p.date), ...OBJECTIVES.map((o) => percentText(p.objectives[o]))])}
    >
      <GoalHistory
        lines={OBJECTIVES.map((o, i) => ({
          id: o,
          name: OBJECTIVE_LABELS[o].name,
          color: seriesColor(i),
          dash: DASHES[i] ?? '',
        }))}
        data={trajectory.map((p) => ({ date: p.date, ...p.objectives }))}
      />
    </Figure>
  );
}
