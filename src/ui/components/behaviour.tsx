import type { ReactElement } from 'react';
import type { PersonView } from '../../stores/view-types.ts';
import { numberText, plural } from '../format/number.ts';
import { SectionHead } from './page-head.tsx';

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

/** The behaviour numbers in words, the first few open. */
export function Behaviour({ person }: { readonly person: PersonView }): ReactElement {
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
