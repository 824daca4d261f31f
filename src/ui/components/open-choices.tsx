import type { ReactElement } from 'react';

/** Where neither statute nor ruling decides, and what is done here; docs/tax-coverage.md has the full list. */
const CHOICES: readonly { readonly open: string; readonly here: string }[] = [
  {
    open: 'Shares bought within the 30 days but gone again before the loss sale',
    here: 'They replace nothing: you no longer held them.',
  },
  {
    open: 'Several lots that leave in one order',
    here: 'They do not replace each other; what is left of a partly sold lot can.',
  },
  {
    open: 'An older lot, still within the 30 days, when a younger one was named for the sale',
    here: 'It counts as a replacement.',
  },
  {
    open: 'Selling part of a purchase of which only some shares were replacements',
    here: 'The replacements, with their added basis, leave first.',
  },
  {
    open: 'Which securities are substantially identical',
    here: 'Only those you name above; none is ever inferred.',
  },
];

/** The choices the law leaves open, and how each is taken here. */
export function OpenChoices(): ReactElement {
  return (
    <details data-testid="open-choices">
      <summary>What the law leaves open, and what is done here</summary>
      <ul className="plain-list" style={{ marginTop: 8 }}>
        {CHOICES.map((c) => (
          <li key={c.open}>
            <strong>{c.open}.</strong> <span className="muted">{c.here}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}
