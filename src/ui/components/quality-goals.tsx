import { useState, type ReactElement } from 'react';
import { OBJECTIVES, type Objective } from '../../domain/portfolio/types.ts';
import { verdictOf, type PolicyEvaluation } from '../../stores/evaluation.ts';
import { bandText, goalName, VERDICTS } from '../format/evaluation.ts';
import { EXPERT_LABELS, OBJECTIVE_LABELS } from '../format/labels.ts';
import { numberText } from '../format/number.ts';
import { diagonalSentence } from '../sentences/quality.ts';
import { SectionHead } from './page-head.tsx';
import { Table, type Column } from './table.tsx';

/** The 6 x 6 table: how each goal's metric comes out under each goal asked for. */
export function GoalTable({ policy }: { readonly policy: PolicyEvaluation }): ReactElement | null {
  const { table, untrained } = policy;
  const [shown, setShown] = useState<'trained' | 'untrained'>('trained');
  if (!table) return null;
  const isTrained = shown === 'trained' || !untrained;
  const mean = isTrained ? table.mean : untrained;
  const columns: readonly Column<number>[] = [
    { key: 'goal', head: 'Asked for', rowHead: true, render: (g) => goalName(OBJECTIVES[g] ?? '') },
    ...OBJECTIVES.map((metric, m): Column<number> => ({
      key: metric,
      head: OBJECTIVE_LABELS[metric].axis,
      num: true,
      render: (g) => (
        <span className={g === m ? 'own-goal' : ''}>
          {numberText(mean[g]?.[m] ?? Number.NaN)}
          {isTrained && table.sd ? (
            <span className="small muted"> ±&nbsp;{numberText(table.sd[g]?.[m] ?? Number.NaN)}</span>
          ) : null}
        </span>
      ),
    })),
  ];
  return (
    <section aria-labelledby="goals-table" className="stack-s">
      <SectionHead title="Does it do what it is asked?" id="goals-table">
        {diagonalSentence(policy)} Read down a column: the shaded number is the goal’s own and should be the
        highest. Percent a year{isTrained && table.sd ? ', mean ± spread over the trainings' : ''}; the
        preservation column carries penalties for falls, and the quick-gains column counts half as much again
        for a short-term profit that was taken and not left on paper.
      </SectionHead>
      {untrained ? (
        <label className="small">
          Show{' '}
          <select
            className="select-plain"
            value={shown}
            onChange={(e) => setShown(e.target.value === 'untrained' ? 'untrained' : 'trained')}
            data-testid="quality-trained"
          >
            <option value="trained">after training</option>
            <option value="untrained">before training (the rules it started from)</option>
          </select>
        </label>
      ) : null}
      <Table
        caption="Each goal’s metric under each goal asked for, percent a year"
        testId="goal-table"
        columns={columns}
        rows={OBJECTIVES.map((_, k) => k)}
        rowKey={(k) => String(k)}
      />
      {table.margin ? (
        <ul className="plain-list small" data-testid="goal-margins">
          {table.margin.map((b, k) => (
            <li key={OBJECTIVES[k]}>
              {goalName(OBJECTIVES[k] ?? '')}: own goal less the best other {bandText(b)},{' '}
              {VERDICTS[verdictOf(b)]}
            </li>
          ))}
        </ul>
      ) : null}
      {table.plainGain ? (
        <p className="small" data-testid="plain-gain">
          Without that extra, the after-tax gain of three months under quick gains, less that under “
          {goalName(table.plainGain.other)}”, is {bandText(table.plainGain.band)} percent a year:{' '}
          {VERDICTS[verdictOf(table.plainGain.band)]}.
        </p>
      ) : null}
      {policy.gain ? (
        <p className="small muted">
          Training against the start:{' '}
          {policy.gain.map((b, k) => `${goalName(OBJECTIVES[k] ?? '')} ${VERDICTS[verdictOf(b)]}`).join('; ')}
          .
        </p>
      ) : null}
    </section>
  );
}

/** Which expert speaks for which goal. */
export function ExpertTable({ policy }: { readonly policy: PolicyEvaluation }): ReactElement | null {
  const goals = OBJECTIVES.filter((o) => (policy.expertUse[o]?.length ?? 0) > 0);
  if (goals.length === 0) return null;
  const columns: readonly Column<Objective>[] = [
    { key: 'goal', head: 'Goal', rowHead: true, render: goalName },
    ...Object.values(EXPERT_LABELS).map((e, k): Column<Objective> => ({
      key: e.name,
      head: e.name,
      num: true,
      render: (g) => `${numberText(100 * (policy.expertUse[g]?.[k] ?? Number.NaN), 0)} %`,
    })),
  ];
  return (
    <section aria-labelledby="experts-use">
      <SectionHead title="Which expert speaks" id="experts-use">
        The share of each expert in the decisions, by goal.
      </SectionHead>
      <Table
        caption="Expert shares by goal"
        testId="expert-table"
        columns={columns}
        rows={goals}
        rowKey={(g) => g}
      />
    </section>
  );
}
