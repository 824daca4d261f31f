import { Button } from '@mantine/core';
import { useEffect, type ReactElement } from 'react';
import { useStore } from 'zustand';
import { OBJECTIVES } from '../../domain/portfolio/types.ts';
import { blend } from '../../stores/blend.ts';
import { personalise } from '../../stores/person-store.ts';
import { planStore, setShare } from '../../stores/plan-store.ts';
import { warmModels } from '../../stores/warm-up.ts';
import type { PersonView, TrainingTick } from '../../stores/view-types.ts';
import { LossCurve, ObjectiveRadar } from '../charts/lazy-charts.tsx';
import { Figure } from '../components/figure.tsx';
import { GoalBox } from '../components/goal-box.tsx';
import { PageHead, SectionHead } from '../components/page-head.tsx';
import { deviceName, Failed, WithLedger, Working } from '../components/states.tsx';
import { WeightBars } from '../components/weight-bars.tsx';
import { OBJECTIVE_LABELS, seriesColor } from '../format/labels.ts';
import { numberText, percentText, plural } from '../format/number.ts';
import { hrefOf } from '../router.ts';
import { topObjective, youSentence } from '../sentences/you.ts';
import { useApp, useLedger, usePerson } from '../use-store.ts';

function Radar({ person }: { readonly person: PersonView }): ReactElement {
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
}

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

function Training({
  ticks,
  onCancel,
}: {
  readonly ticks: readonly TrainingTick[];
  readonly onCancel: () => void;
}): ReactElement {
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

const FIRST_SHOWN = 8;

function BehaviourList({
  items,
  testId,
}: {
  readonly items: PersonView['behaviour'];
  readonly testId?: string;
}): ReactElement {
  return (
    <ul className="behaviour" data-testid={testId}>
      {items.map((b) => (
        <li key={b.name}>
          <span>{b.words}</span>
          <span className="muted small">
            {b.label}: {numberText(b.value, Math.abs(b.value) >= 100 ? 0 : 2)}
          </span>
        </li>
      ))}
    </ul>
  );
}

function Behaviour({ person }: { readonly person: PersonView }): ReactElement {
  const known = person.behaviour.filter((b) => b.known);
  const unknown = person.behaviour.filter((b) => !b.known);
  return (
    <section aria-labelledby="behaviour">
      <SectionHead title="What your trades do" id="behaviour">
        The {person.behaviour.length} numbers the goals are read from, in words.
      </SectionHead>
      <BehaviourList items={known.slice(0, FIRST_SHOWN)} testId="behaviour" />
      {known.length > FIRST_SHOWN ? (
        <details>
          <summary className="small">The other {known.length - FIRST_SHOWN}</summary>
          <BehaviourList items={known.slice(FIRST_SHOWN)} />
        </details>
      ) : null}
      {unknown.length > 0 ? (
        <details>
          <summary className="small">{plural(unknown.length, 'number')} your trades do not tell</summary>
          <p className="small muted">{unknown.map((b) => b.label).join(' · ')}</p>
        </details>
      ) : null}
    </section>
  );
}

function SaidAndDid(): ReactElement {
  const said = useStore(planStore, (s) => s.said);
  const share = useStore(planStore, (s) => s.share);
  const person = usePerson((s) => s.person);
  const did = person?.enough ? person.objectives : null;
  const used = blend(said, did, share);
  const both = said !== null && did !== null;
  return (
    <section aria-labelledby="said">
      <SectionHead title="What you say, and what you do" id="said">
        The plan follows the mix you set here.
      </SectionHead>
      <div className="cols">
        <GoalBox />
        <div className="stack-s">
          <label className="range-row" data-testid="said-did">
            <span>what I said</span>
            <input
              type="range"
              min={0}
              max={100}
              step={5}
              value={Math.round(share * 100)}
              disabled={!both}
              aria-valuetext={`${Math.round((1 - share) * 100)} percent said, ${Math.round(share * 100)} percent done`}
              onChange={(e) => setShare(Number(e.target.value) / 100)}
            />
            <span>what I did</span>
          </label>
          {both ? null : (
            <p className="small muted">
              {said
                ? 'Only your words are used until your trades have taught enough.'
                : did
                  ? 'Only your trades are used until you say something.'
                  : 'Nothing said and nothing learned yet: all goals count alike.'}
            </p>
          )}
          <WeightBars
            testId="objectives-in-use"
            label="Goals in use"
            bars={OBJECTIVES.map((o, i) => ({
              key: o,
              name: OBJECTIVE_LABELS[o].name,
              means: OBJECTIVE_LABELS[o].means,
              value: used[o],
              color: seriesColor(i),
            }))}
          />
          <p>
            <a href={hrefOf('plan')}>See the plan for this</a>
          </p>
        </div>
      </div>
    </section>
  );
}

function Learned({ person }: { readonly person: PersonView }): ReactElement {
  return (
    <>
      {person.enough ? null : (
        <p className="callout" data-testid="not-enough">
          Below is what {plural(person.decisions, 'decision')} would say. The plan does not use it.
        </p>
      )}
      <div className="cols">
        <Radar person={person} />
        <Loss train={person.loss.train} heldOut={person.loss.heldOut} epochs={person.loss.train.length} />
      </div>
      <Behaviour person={person} />
    </>
  );
}

function You(): ReactElement {
  const { status, person, ticks, stale, error, cancel } = usePerson((s) => s);
  const rows = useLedger((s) => s.transactions.length);
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
          <div style={{ marginTop: 16 }}>
            <Button
              onClick={() => void personalise()}
              variant={person && !stale ? 'default' : 'filled'}
              data-testid="personalise-start"
            >
              {person ? 'Learn again' : 'Learn from my trades'}
            </Button>
          </div>
        )}
      </PageHead>
      <div className="stack">
        {status === 'failed' && error ? <Failed error={error} retry={() => void personalise()} /> : null}
        {status === 'training' ? (
          <Training ticks={ticks} onCancel={cancel} />
        ) : person ? (
          <Learned person={person} />
        ) : null}
        <SaidAndDid />
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
