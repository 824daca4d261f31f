import { Button } from '@mantine/core';
import { memo, useDeferredValue, useEffect, type ReactElement } from 'react';
import { OBJECTIVES } from '../../domain/portfolio/types.ts';
import { personalise, resumeLearning } from '../../stores/person-store.ts';
import { warmModels } from '../../stores/warm-up.ts';
import type { PersonView } from '../../stores/view-types.ts';
import { LossCurve } from '../charts/loss-curve.tsx';
import { ObjectiveRadar } from '../charts/objective-radar.tsx';
import { Figure } from '../components/figure.tsx';
import { Behaviour } from '../components/behaviour.tsx';
import { Drift } from '../components/drift.tsx';
import { LearnedNumbers } from '../components/learned-numbers.tsx';
import { PageHead } from '../components/page-head.tsx';
import { SaidAndDid } from '../components/said-and-did.tsx';
import { deviceName, Failed, WithLedger, Working } from '../components/states.tsx';
import { OBJECTIVE_LABELS } from '../format/labels.ts';
import { numberText, percentText, plural } from '../format/number.ts';
import { topObjective, youSentence } from '../sentences/you.ts';
import { useApp, useLedger, usePerson } from '../use-store.ts';

const Radar = memo(function Radar({ person }: { readonly person: PersonView }): ReactElement {
  const data = OBJECTIVES.map((o) => ({
    axis: OBJECTIVE_LABELS[o].axis,
    before: person.prior[o],
    after: person.objectives[o],
    band: [
      Math.max(0, person.objectives[o] - person.spread[o]),
      Math.min(1, person.objectives[o] + person.spread[o]),
    ] as const,
  }));
  return (
    <Figure
      testId="objective-radar"
      title={
        person.enough
          ? `${OBJECTIVE_LABELS[topObjective(person)].name} weighs most in what you do`
          : 'Too few decisions to move the six goals far'
      }
      unit="share of weight"
      head={['Goal', 'Before', 'After', '±']}
      rows={OBJECTIVES.map((o) => [
        OBJECTIVE_LABELS[o].name,
        percentText(person.prior[o]),
        percentText(person.objectives[o]),
        percentText(person.spread[o]),
      ])}
    >
      <ObjectiveRadar data={data} />
    </Figure>
  );
});

function lossTitle(train: readonly number[], heldOut: readonly (number | null)[]): string {
  const [first, last] = [train[0], train.at(-1)];
  if (first === undefined || last === undefined || train.length < 2) return 'The loss while 76 numbers learn';
  const own = `${last < first ? 'The loss fell' : 'The loss did not fall:'} from ${numberText(first, 3)} to ${numberText(last, 3)}`;
  const [before, after] = [heldOut[0], heldOut.at(-1)];
  if (typeof before !== 'number' || typeof after !== 'number') return own;
  return `${own}; on trades kept aside it ${after < before ? 'fell' : 'rose'} to ${numberText(after, 3)}`;
}

function Loss({
  train,
  heldOut,
  epochs,
}: {
  readonly train: readonly number[];
  readonly heldOut: readonly (number | null)[];
  readonly epochs: number;
}): ReactElement {
  const data = train.map((t, i) => ({ epoch: i + 1, train: t, heldOut: heldOut[i] ?? null }));
  return (
    <Figure
      testId="loss-curve"
      title={lossTitle(train, heldOut)}
      unit="loss by pass; solid = trades learned from, dashed = trades kept aside"
      head={['Pass', 'Learned from', 'Kept aside']}
      rows={data.map((d) => [
        d.epoch,
        numberText(d.train, 4),
        d.heldOut === null ? '–' : numberText(d.heldOut, 4),
      ])}
    >
      <LossCurve data={data} epochs={epochs} />
    </Figure>
  );
}

/** Alone in following each tick: the rest of the page has nothing new to show. */
function Training(): ReactElement {
  const ticks = usePerson((s) => s.ticks);
  const onCancel = usePerson((s) => s.cancel);
  const last = ticks.at(-1);
  const starting = useApp((s) => s.jobs.find((j) => j.title === 'Starting the models'));
  const drawn = ticks.filter((t) => t.epoch > 0 && Number.isFinite(t.trainLoss));
  return (
    <div className="stack-s" aria-live="off">
      <Working
        title="Learning 76 numbers from your trades"
        stage={
          last
            ? last.epoch > 0
              ? `${last.stage} · pass ${last.epoch} of ${last.epochs}`
              : last.stage
            : starting
              ? `starting the models: ${starting.stage}`
              : 'preparing'
        }
        fraction={last?.fraction ?? starting?.fraction ?? null}
        onCancel={onCancel}
      />
      <Loss
        train={drawn.map((t) => t.trainLoss)}
        heldOut={drawn.map((t) => t.heldOutLoss)}
        epochs={last?.epochs ?? 1}
      />
    </div>
  );
}

const Goals = memo(Drift);
const Habits = memo(Behaviour);
const Words = memo(SaidAndDid);
const Numbers = memo(LearnedNumbers);

function Learned({
  person,
  isLeaving,
}: {
  readonly person: PersonView;
  readonly isLeaving: boolean;
}): ReactElement {
  return (
    <div className="stack" hidden={isLeaving}>
      {person.enough ? null : (
        <p className="callout" data-testid="not-enough">
          Below is what {plural(person.decisions, 'decision')} would say. The plan does not use it.
        </p>
      )}
      <div className="cols">
        <Radar person={person} />
        {person.loss.train.length > 0 && !isLeaving ? (
          <Loss train={person.loss.train} heldOut={person.loss.heldOut} epochs={person.loss.train.length} />
        ) : null}
      </div>
      <Goals person={person} />
      <Habits person={person} />
    </div>
  );
}

function You(): ReactElement {
  const status = usePerson((s) => s.status);
  const person = usePerson((s) => s.person);
  const stale = usePerson((s) => s.stale);
  const error = usePerson((s) => s.error);
  const unfinished = usePerson((s) => s.unfinished);
  const rows = useLedger((s) => s.rows);
  // Charts come and go after the page has answered: a start, an end or a stop is seen at once.
  const shown = useDeferredValue(status === 'training' ? null : person, null);
  useEffect(() => {
    void warmModels();
  }, []);
  const lead =
    status === 'training'
      ? 'Learning what you are after from what you did.'
      : person
        ? youSentence(person)
        : `Your ${plural(rows, 'row')} can teach a small model what you are after. It learns here, from nothing but your trades.`;
  return (
    <>
      <PageHead title="You" lead={lead}>
        {person && status !== 'training' ? (
          <>
            {person.parameters} numbers learned from {plural(person.decisions, 'decision')} on{' '}
            {deviceName(person.device)}.{' '}
            {stale ? <strong>Your trades have changed since; learn again to take them in. </strong> : null}
          </>
        ) : status === 'training' ? null : (
          'It takes seconds to a minute, and you can stop it at any time.'
        )}
        {status === 'training' ? null : (
          <div style={{ marginTop: 16 }} className="row">
            {unfinished === null ? null : (
              <Button onClick={() => void resumeLearning()} data-testid="personalise-resume">
                {unfinished > 0 ? `Go on learning from pass ${unfinished}` : 'Go on learning'}
              </Button>
            )}
            <Button
              onClick={() => void personalise()}
              variant={(person && !stale) || unfinished !== null ? 'default' : 'filled'}
              data-testid="personalise-start"
            >
              {person ? 'Learn again' : 'Learn from my trades'}
            </Button>
          </div>
        )}
      </PageHead>
      <div className="stack">
        {status === 'failed' && error ? <Failed error={error} retry={() => void personalise()} /> : null}
        {status === 'training' ? <Training /> : null}
        {shown ? <Learned person={shown} isLeaving={status === 'training'} /> : null}
        <Words />
        {status === 'training' ? null : <Numbers hasPerson={person !== null} />}
      </div>
    </>
  );
}

/** What kind of investor your trades say you are, and what you say yourself. */
export function YouPage(): ReactElement {
  return (
    <WithLedger
      title="You"
      empty="Here you will see what kind of investor your trades say you are, how sure that is, and what you say yourself."
    >
      <You />
    </WithLedger>
  );
}
