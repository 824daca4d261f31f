import { Button } from '@mantine/core';
import type { ReactElement } from 'react';
import { dismissNotice } from '../../stores/app-store.ts';
import { useApp } from '../use-store.ts';

/** Messages above the page: what happened and what to do. They stay until dismissed. */
export function Notices(): ReactElement {
  const notices = useApp((s) => s.notices);
  return (
    <div aria-live="polite" data-testid="notices">
      {notices.map((n) => (
        <div
          key={n.id}
          className="notice"
          data-tone={n.tone}
          role={n.tone === 'problem' ? 'alert' : undefined}
        >
          <div>
            <strong>{n.message}</strong>
            {n.hint ? <p className="muted">{n.hint}</p> : null}
          </div>
          <div className="row">
            {n.action ? (
              <Button
                size="compact-sm"
                variant="default"
                onClick={() => (n.action?.run(), dismissNotice(n.id))}
              >
                {n.action.label}
              </Button>
            ) : null}
            <Button size="compact-sm" variant="subtle" onClick={() => dismissNotice(n.id)}>
              Close
            </Button>
          </div>
        </div>
      ))}
    </div>
  );
}
