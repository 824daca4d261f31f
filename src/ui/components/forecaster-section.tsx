import { Button } from '@mantine/core';
import { useEffect, useState, type DragEvent, type ReactElement } from 'react';
import { useStore } from 'zustand';
import {
  addFolderBeside,
  checkpointStore,
  chooseForecaster,
  dismissRefusal,
  dropCheckpoint,
  openCheckpoints,
  type FolderBeside,
  type StoredCheckpoint,
} from '../../stores/checkpoint-store.ts';
import { takeCheckpoint } from '../actions.ts';
import { filesOfDrop, filesOfInput, type DroppedFile } from '../dropped-files.ts';
import { bytesText, numberText } from '../format/number.ts';
import { Tag } from './marks.tsx';
import { SectionHead } from './page-head.tsx';
import { JobPanel } from './states.tsx';

const FAMILY = { bolt: 'Chronos-Bolt', t5: 'Chronos-T5' } as const;
const WHERE: Readonly<Record<StoredCheckpoint['where'], string>> = {
  'private files': 'kept in this browser’s private files',
  database: 'kept in this browser’s database',
  'this tab': 'this browser stores nothing: gone when you close the tab',
};

/** A file input that looks like a button; `folder` lets it choose a whole folder. */
function Chooser({
  label,
  folder,
  testId,
}: {
  readonly label: string;
  readonly folder: boolean;
  readonly testId: string;
}): ReactElement {
  return (
    <label className="button-like">
      {label}
      <input
        type="file"
        multiple
        className="hidden-visually"
        data-testid={testId}
        {...(folder ? { webkitdirectory: '' } : { accept: '.json,.safetensors' })}
        onChange={(event) => {
          const files = filesOfInput(event.target);
          void takeCheckpoint(files);
          event.target.value = '';
        }}
      />
    </label>
  );
}

function Drop(): ReactElement {
  const [over, setOver] = useState(false);
  const onDrop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    void filesOfDrop(event.dataTransfer).then((files: readonly DroppedFile[]) => takeCheckpoint(files));
  };
  return (
    <div
      className="drop"
      style={{ minHeight: 0, padding: 16, cursor: 'auto' }}
      data-over={over}
      data-testid="checkpoint-drop"
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={onDrop}
    >
      <strong>Drop a Chronos checkpoint here</strong>
      <span className="small muted">
        Its folder, or config.json with model.safetensors (or all shards with their index). Chronos-T5 or
        Chronos-Bolt, official or your own, up to 60 million weights.
      </span>
      <div className="row">
        <Chooser label="Choose the files" folder={false} testId="checkpoint-files" />
        <Chooser label="Choose a folder" folder testId="checkpoint-folder" />
      </div>
    </div>
  );
}

function Kept({ kept, inUse }: { readonly kept: StoredCheckpoint; readonly inUse: boolean }): ReactElement {
  return (
    <li data-testid="kept-checkpoint">
      <div className="row-between">
        <strong>{kept.name}</strong>
        {inUse ? <Tag tone="accent">in use</Tag> : null}
      </div>
      <p className="small muted">
        {FAMILY[kept.family]}, {numberText(kept.parameters, 0)} parameters, {bytesText(kept.bytes)};{' '}
        {WHERE[kept.where]}. Not tested by us.
      </p>
      <pre className="raw">sha256 {kept.sha256}</pre>
      <div className="row" style={{ marginTop: 8 }}>
        {inUse ? (
          <Button
            size="compact-sm"
            variant="default"
            aria-label={`Stop using ${kept.name}, back to the built-in network`}
            onClick={() => void chooseForecaster(null)}
          >
            Back to the built-in
          </Button>
        ) : (
          <Button
            size="compact-sm"
            variant="default"
            aria-label={`Use ${kept.name} for forecasts`}
            onClick={() => void chooseForecaster(kept.id)}
          >
            Use for forecasts
          </Button>
        )}
        <Button
          size="compact-sm"
          variant="default"
          aria-label={`Remove ${kept.name}`}
          onClick={() => void dropCheckpoint(kept.id)}
        >
          Remove
        </Button>
      </div>
    </li>
  );
}

function Beside({ folder }: { readonly folder: FolderBeside }): ReactElement {
  const bytes = folder.files.reduce((n, f) => n + f.bytes, 0);
  return (
    <li data-testid="folder-beside">
      <div className="row-between">
        <strong>{folder.name}</strong>
        <Button
          size="compact-sm"
          variant="default"
          aria-label={`Use ${folder.name} for forecasts`}
          onClick={() => void addFolderBeside(folder)}
        >
          Use for forecasts
        </Button>
      </div>
      <p className="small muted">{bytesText(bytes)}, lies beside the app in its models folder.</p>
    </li>
  );
}

function Refusal(): ReactElement | null {
  const refusal = useStore(checkpointStore, (s) => s.refusal);
  if (!refusal) return null;
  return (
    <div className="callout" data-tone="problem" role="alert" data-testid="checkpoint-refused">
      <p>
        <strong>
          {refusal.name === 'the checkpoint' ? 'The checkpoint' : refusal.name} was refused:{' '}
          {refusal.error.message.replace(/\.$/, '')}.
        </strong>
      </p>
      <p>{refusal.error.hint} Nothing was stored; forecasts go on as before.</p>
      <Button size="compact-sm" variant="default" style={{ marginTop: 8 }} onClick={dismissRefusal}>
        Close
      </Button>
    </div>
  );
}

/** Which network forecasts, and where a person brings their own. */
export function ForecasterSection(): ReactElement {
  const { kept, beside, inUse, opened } = useStore(checkpointStore);
  useEffect(() => void openCheckpoints(), []);
  const offered = beside.filter((b) => !kept.some((k) => k.name === b.name));
  return (
    <section aria-labelledby="forecaster">
      <SectionHead title="What forecasts" id="forecaster">
        The built-in network, or a Chronos checkpoint you bring. Only forecasts and their bands use yours: the
        encoder and the experts behind a plan keep the built-in one, with which they were trained.
      </SectionHead>
      <div className="stack-s">
        <ul className="plain-list" data-testid="forecasters" aria-busy={!opened}>
          <li>
            <div className="row-between">
              <strong>Built-in Chronos-Bolt</strong>
              {inUse === null ? <Tag tone="accent">in use</Tag> : null}
            </div>
            <p className="small muted">
              Shipped with the app; the page Why says how often its bands held in tests.
            </p>
          </li>
          {kept.map((k) => (
            <Kept key={k.id} kept={k} inUse={k.id === inUse} />
          ))}
          {offered.map((b) => (
            <Beside key={b.name} folder={b} />
          ))}
        </ul>
        <JobPanel titles={['Checking']} />
        <Refusal />
        <Drop />
        <p className="small muted">
          A checkpoint is checked before it is kept: sizes and shapes, every weight, a trial forecast. It may
          take a quarter of this device’s memory where the browser tells how much there is, and never more
          than 1 GB while it loads. Its hash is compared again each time it is loaded. It stays on this
          device.
        </p>
      </div>
    </section>
  );
}
