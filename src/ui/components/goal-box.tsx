import { useEffect, useRef, useState, type ReactElement } from 'react';
import { useStore } from 'zustand';
import { planStore, readGoal, type Intent } from '../../stores/plan-store.ts';
import { recognised } from '../sentences/goal.ts';
import { piecesOf } from './goal-pieces.ts';

/** After the last key. Words are read in some milliseconds and the newest reading wins, so only quick strokes are gathered. */
const PAUSE_MS = 60;

function ReadBack({ text, intent }: { readonly text: string; readonly intent: Intent }): ReactElement {
  const found = recognised(intent);
  return (
    <div className="stack-s" data-testid="goal-read">
      {found.length === 0 ? (
        <p className="muted">
          No goal was recognised in these words. Try naming what you want, by when, and what must not happen.
        </p>
      ) : (
        <>
          <p className="goal-read" aria-label="Your words, with what was recognised marked">
            {piecesOf(text, intent.spans).map((piece) =>
              piece.marked ? (
                <mark key={piece.start} className="phrase" data-testid="goal-phrase">
                  {piece.text}
                </mark>
              ) : (
                <span key={piece.start}>{piece.text}</span>
              ),
            )}
          </p>
          <ul className="plain-list">
            {found.map((f) => (
              <li key={f.label} className="row-between">
                <span className="muted">{f.label}</span>
                <strong>{f.value}</strong>
              </li>
            ))}
          </ul>
        </>
      )}
      {intent.contradictions.length > 0 ? (
        <p className="callout" data-tone="problem">
          Two of your wishes pull against each other (
          {intent.contradictions
            .map((c) =>
              c
                .replace('-vs-', ' against ')
                .replace(/([a-z])([A-Z])/g, (_, a: string, b: string) => `${a} ${b.toLowerCase()}`),
            )
            .join('; ')}
          ). Both are kept; nothing was decided for you.
        </p>
      ) : null}
    </div>
  );
}

/** What the person wants, in their own words; each phrase that was understood is marked. */
export function GoalBox(): ReactElement {
  const stored = useStore(planStore, (s) => s.goalText);
  const intent = useStore(planStore, (s) => s.intent);
  const error = useStore(planStore, (s) => (s.goalText !== '' && s.intent === null ? s.error : null));
  const [draft, setDraft] = useState<string | null>(null);
  const later = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(later.current), []);
  const text = draft ?? stored;
  return (
    <div className="stack-s">
      <label htmlFor="goal">What do you want, in your own words?</label>
      <textarea
        id="goal"
        className="goal-box"
        data-testid="goal-box"
        rows={3}
        value={text}
        maxLength={10_000}
        placeholder="Grow it over twenty years, harvest losses, never sell KFTM, and I need $20,000 in June."
        onChange={(e) => {
          const next = e.target.value;
          setDraft(next);
          clearTimeout(later.current);
          later.current = setTimeout(() => void readGoal(next), PAUSE_MS);
        }}
        onBlur={() => setDraft(null)}
      />
      {intent && text.trim() !== '' && stored === text ? <ReadBack text={stored} intent={intent} /> : null}
      {error ? (
        <p className="muted">
          The words could not be read just now. Your trades still speak; try again after a reload.
        </p>
      ) : null}
    </div>
  );
}
