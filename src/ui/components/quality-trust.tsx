import type { ReactElement } from 'react';
import { OBJECTIVES } from '../../domain/portfolio/types.ts';
import { verdictOf, type Fold, type PolicyEvaluation, type SeenRow } from '../../stores/evaluation.ts';
import { bandText, goalName, signed, VERDICTS } from '../format/evaluation.ts';
import { OBJECTIVE_LABELS } from '../format/labels.ts';
import { spanText } from '../format/date.ts';
import { numberText } from '../format/number.ts';
import { policyName } from '../format/policies.ts';
import { Jargon } from './jargon.tsx';
import { SectionHead } from './page-head.tsx';
import { Table, type Column } from './table.tsx';

/** The goals on tickers of the training against tickers never seen. */
export function SeenTable({ policy }: { readonly policy: PolicyEvaluation }): ReactElement | null {
  if (policy.seen.length === 0) return null;
  const columns: readonly Column<SeenRow>[] = [
    { key: 'goal', head: 'Goal', rowHead: true, render: (r) => goalName(r.goal) },
    { key: 'seen', head: 'Seen tickers', num: true, render: (r) => numberText(r.seen) },
    { key: 'unseen', head: 'Unseen tickers', num: true, render: (r) => numberText(r.unseen) },
    {
      key: 'difference',
      head: 'Unseen less seen',
      num: true,
      render: (r) =>
        r.difference
          ? `${bandText(r.difference)}, ${VERDICTS[verdictOf(r.difference)]}`
          : signed(r.unseen - r.seen),
    },
  ];
  return (
    <section aria-labelledby="seen">
      <SectionHead title="Tickers it never saw" id="seen">
        Each goal’s own metric, percent a year, on the same dates; no retraining. Another set of tickers is
        another market, so differences are noisy both ways.
      </SectionHead>
      <Table
        caption="Seen against unseen tickers"
        testId="seen-table"
        columns={columns}
        rows={policy.seen}
        rowKey={(r) => r.goal}
      />
    </section>
  );
}

/** Trained up to a year, tested after it, year after year, where the evaluation has it. */
export function WalkForward({ policy }: { readonly policy: PolicyEvaluation }): ReactElement | null {
  if (policy.folds.length === 0) return null;
  const columns: readonly Column<Fold>[] = [
    {
      key: 'test',
      head: 'Tested',
      rowHead: true,
      render: (f) => spanText({ from: f.testFrom, to: f.testTo }),
    },
    ...OBJECTIVES.map((o, k): Column<Fold> => ({
      key: o,
      head: OBJECTIVE_LABELS[o].axis,
      num: true,
      render: (f) => (
        <>
          {numberText(f.diagonal[k] ?? Number.NaN)}
          {f.diagonalBest?.[k] === false ? <span className="small muted"> not best</span> : null}
          {f.against.map(({ rule, bands }) => {
            const b = bands[k];
            return b ? (
              <div key={rule} className="small muted">
                {policyName(rule)}: {VERDICTS[verdictOf(b)]}
              </div>
            ) : null;
          })}
        </>
      ),
    })),
  ];
  return (
    <section aria-labelledby="walk">
      <SectionHead title="Trained up to a day, tested after it" id="walk">
        <Jargon means="The model is trained anew on everything up to a day, with a gap, and tested on the years after it: what you would have had.">
          Walk-forward
        </Jargon>
        : each goal’s own metric, percent a year, and the verdict against rules.
      </SectionHead>
      <Table
        caption="Walk-forward folds"
        testId="walk-table"
        columns={columns}
        rows={policy.folds}
        rowKey={(f) => f.testFrom}
      />
    </section>
  );
}

/** Tests that must come out one way if the method works at all, and how much luck the best number holds. */
export function SanityList({ policy }: { readonly policy: PolicyEvaluation }): ReactElement | null {
  const { merton, leak, shuffled, psr, dsr, pbo, trials } = policy;
  if (merton === null && leak === null && shuffled === null && psr === null) return null;
  return (
    <section aria-labelledby="sanity">
      <SectionHead title="Does the method work at all, and how much is luck?" id="sanity" />
      <ul className="plain-list" data-testid="sanity-list">
        {merton ? (
          <li>
            In a market whose best weight is known ({numberText(merton.optimum)}) it learned{' '}
            {numberText(merton.learned)}.
          </li>
        ) : null}
        {leak === null ? null : (
          <li>Given next week’s returns, it wins {signed(leak)} % a week: it does use what it is given.</li>
        )}
        {shuffled === null ? null : (
          <li>
            On shuffled returns, where nothing can be known, it wins {signed(shuffled)} % a week: it invents
            nothing.
          </li>
        )}
        {psr === null ? null : (
          <li>
            <Jargon means="The probability that the true ratio of reward to risk is above zero, given how long and how skewed the record is.">
              Probabilistic Sharpe ratio
            </Jargon>{' '}
            over equal parts {numberText(psr)}
            {dsr === null ? '' : `; after allowing for ${trials ?? 'several'} trials ${numberText(dsr)}`}.
            Near 0.5 is no evidence of skill, below it is evidence against.
          </li>
        )}
        {pbo === null ? null : (
          <li>
            <Jargon means="How often the best of many strategies in one half of the time is below the median in the other half.">
              Probability of overfitting
            </Jargon>{' '}
            {numberText(100 * pbo, 0)} %.
          </li>
        )}
      </ul>
    </section>
  );
}
