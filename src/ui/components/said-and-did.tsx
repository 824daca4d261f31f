import type { ReactElement } from 'react';
import { useStore } from 'zustand';
import { OBJECTIVES } from '../../domain/portfolio/types.ts';
import { blend } from '../../stores/blend.ts';
import { planStore, setShare } from '../../stores/plan-store.ts';
import { OBJECTIVE_LABELS, seriesColor } from '../format/labels.ts';
import { hrefOf } from '../router.ts';
import { usePerson } from '../use-store.ts';
import { GoalBox } from './goal-box.tsx';
import { SectionHead } from './page-head.tsx';
import { WeightBars } from './weight-bars.tsx';

/** The goal box, the slider between words and deeds, and the goals that come out. */
export function SaidAndDid(): ReactElement {
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
