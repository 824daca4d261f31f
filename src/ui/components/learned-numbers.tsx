import { Button } from '@mantine/core';
import { useState, type ReactElement } from 'react';
import { exportAdapter, forgetPerson, importAdapter } from '../../stores/person-store.ts';
import { download } from '../actions.ts';
import { SectionHead } from './page-head.tsx';

function Forget({ onDone }: { readonly onDone: () => void }): ReactElement {
  return (
    <div className="callout" data-tone="problem" role="alertdialog" aria-label="Forget what was learned?">
      <p>The 76 numbers and the goals they gave are removed from this browser. Your trades stay.</p>
      <div className="row" style={{ marginTop: 8 }}>
        <Button
          size="sm"
          color="red"
          data-testid="forget-confirm"
          onClick={() => {
            void forgetPerson();
            onDone();
          }}
        >
          Forget
        </Button>
        <Button size="sm" variant="default" onClick={onDone}>
          Keep
        </Button>
      </div>
    </div>
  );
}

/** The 76 numbers as a file, in and out, and a way to forget them. */
export function LearnedNumbers({ hasPerson }: { readonly hasPerson: boolean }): ReactElement {
  const [sure, setSure] = useState(false);
  const file = hasPerson ? exportAdapter() : null;
  return (
    <section aria-labelledby="learned-numbers">
      <SectionHead title="The 76 numbers" id="learned-numbers">
        They are kept in this browser only. The file is plain text, and{' '}
        <strong>it describes how you invest</strong>: give it only to somebody you would show your trades to.
        It works beside the same model weights; beside others it is refused.
      </SectionHead>
      <div className="stack-s">
        <div className="row">
          {file ? (
            <Button
              size="sm"
              variant="default"
              data-testid="adapter-export"
              onClick={() => download(file, 'application/json')}
            >
              Save as a file
            </Button>
          ) : null}
          <label className="button-like">
            Use a saved file
            <input
              type="file"
              accept=".json"
              className="hidden-visually"
              data-testid="adapter-import"
              onChange={(e) => {
                const chosen = e.target.files?.[0];
                e.target.value = '';
                if (chosen) void chosen.text().then(importAdapter);
              }}
            />
          </label>
          {hasPerson && !sure ? (
            <Button size="sm" variant="default" data-testid="forget" onClick={() => setSure(true)}>
              Forget what was learned
            </Button>
          ) : null}
        </div>
        {sure ? <Forget onDone={() => setSure(false)} /> : null}
      </div>
    </section>
  );
}
