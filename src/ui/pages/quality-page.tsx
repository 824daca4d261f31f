import { useEffect, type ReactElement } from 'react';
import { useStore } from 'zustand';
import { evaluationStore, loadEvaluation } from '../../stores/evaluation-store.ts';
import type { Evaluation, PolicyEvaluation } from '../../stores/evaluation.ts';
import { PageHead, SectionHead } from '../components/page-head.tsx';
import { ExpertTable, GoalTable } from '../components/quality-goals.tsx';
import { ChronosQuality, EncoderQuality, ObjectiveQuality } from '../components/quality-models.tsx';
import { AgainstRules, CostSweep, RiskTable } from '../components/quality-rules.tsx';
import { SanityList, SeenTable, WalkForward } from '../components/quality-trust.tsx';
import { Failed, Working } from '../components/states.tsx';
import { spanText } from '../format/date.ts';
import { plural } from '../format/number.ts';
import { hrefOf } from '../router.ts';
import { qualitySentence } from '../sentences/quality.ts';

function Tested({ policy }: { readonly policy: PolicyEvaluation }): ReactElement {
  return (
    <>
      Tested on {policy.tickers} tickers and on dates it was never trained on ({spanText(policy)},{' '}
      {policy.startDates} starts of {policy.weeks} weeks, {policy.costBps} basis points a trade), in{' '}
      {plural(policy.seeds, 'training')} of up to {Math.max(...policy.steps).toLocaleString('en-US')} steps.{' '}
      {policy.isShipped === false
        ? 'These figures are of other weights than those in this copy of the app.'
        : 'The rules beside it had the same markets, accounts and costs.'}
    </>
  );
}

function Body({ evaluation }: { readonly evaluation: Evaluation }): ReactElement {
  const { policy, encoder, chronos, objectives } = evaluation;
  return (
    <div className="stack">
      {policy ? (
        <>
          <AgainstRules policy={policy} />
          <GoalTable policy={policy} />
          <RiskTable policy={policy} />
          <CostSweep policy={policy} />
          <SeenTable policy={policy} />
          <WalkForward policy={policy} />
          <ExpertTable policy={policy} />
          <SanityList policy={policy} />
        </>
      ) : null}
      {objectives ? <ObjectiveQuality objectives={objectives} /> : null}
      {encoder ? <EncoderQuality encoder={encoder} /> : null}
      {chronos ? <ChronosQuality chronos={chronos} /> : null}
      <section aria-labelledby="meaning">
        <SectionHead title="What to make of it" id="meaning" />
        <p>
          Where the model ties with a simple rule, the simple rule is as good a choice and easier to follow.
          What the app adds even then is the bookkeeping: lots, tax and wash sales worked out exactly,
          whatever steers the plan. Try both on your own symbols: <a href={hrefOf('look-back')}>Look back</a>.
        </p>
      </section>
    </div>
  );
}

/** How well the models did where it counts, losses and ties included. */
export function QualityPage(): ReactElement {
  const { status, evaluation, error } = useStore(evaluationStore);
  useEffect(() => {
    void loadEvaluation();
  }, []);
  const lead = evaluation
    ? qualitySentence(evaluation.policy?.against ?? [])
    : status === 'failed'
      ? 'The evaluation could not be read.'
      : 'Reading the evaluation.';
  return (
    <>
      <PageHead title="How good is it?" lead={lead}>
        {evaluation?.policy ? <Tested policy={evaluation.policy} /> : null}
      </PageHead>
      {status === 'failed' && error ? <Failed error={error} retry={() => void loadEvaluation()} /> : null}
      {status === 'loading' && !evaluation ? (
        <Working title="Reading the evaluation" stage="it came with the app" fraction={null} />
      ) : null}
      {evaluation ? <Body evaluation={evaluation} /> : null}
    </>
  );
}
