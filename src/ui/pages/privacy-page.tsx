import { Button } from '@mantine/core';
import { useEffect, useState, useSyncExternalStore, type ReactElement } from 'react';
import { useStore } from 'zustand';
import { report } from '../../stores/app-store.ts';
import { checkpointStore } from '../../stores/checkpoint-store.ts';
import {
  backupFile,
  eraseEverything,
  restoreBackup,
  storageUse,
  type StorageUse,
} from '../../stores/data-actions.ts';
import { exportLedger } from '../../stores/ledger-store.ts';
import { forgetOwnMarket } from '../../stores/market-store.ts';
import { onRequest, requestsSeen, type RequestSeen } from '../../stores/network.ts';
import { warmModels } from '../../stores/warm-up.ts';
import { download } from '../actions.ts';
import { ForecasterSection } from '../components/forecaster-section.tsx';
import { Policy, Requests } from '../components/network-proof.tsx';
import { PageHead, SectionHead } from '../components/page-head.tsx';
import { Tag } from '../components/marks.tsx';
import { deviceName } from '../components/states.tsx';
import { bytesText, numberText, plural } from '../format/number.ts';
import { dateText } from '../format/date.ts';
import { useApp, useMarket } from '../use-store.ts';

function privacySentence(requests: readonly RequestSeen[]): string {
  const foreign = requests.filter((r) => !r.sameOrigin);
  if (foreign.length > 0)
    return `${plural(foreign.length, 'request')} went to another address. That should not happen; they are listed below.`;
  return `Nothing has left this device: ${plural(requests.length, 'request')} so far, all to this page’s own address, and 0 bytes sent.`;
}

function Models(): ReactElement {
  const models = useApp((s) => s.models);
  const device = useApp((s) => s.device);
  const starting = useApp((s) => s.jobs.some((j) => j.title === 'Starting the models'));
  return (
    <section aria-labelledby="models">
      <SectionHead title="The models, and what they run on" id="models">
        Each file of weights is compared with the hash published beside it; a single changed byte is refused.
      </SectionHead>
      {models.length === 0 ? (
        <Button
          size="sm"
          variant="default"
          loading={starting}
          onClick={() => void warmModels()}
          data-testid="verify-models"
        >
          Load and verify the models
        </Button>
      ) : (
        <ul className="plain-list" data-testid="model-hashes">
          {models.map((m) => (
            <li key={m.name}>
              <div className="row-between">
                <strong>{m.title}</strong>
                {m.verified ? <Tag tone="accent">hash verified</Tag> : <Tag tone="problem">not verified</Tag>}
              </div>
              <p className="small muted">
                {numberText(m.parameters, 0)} parameters, {bytesText(m.bytes)}
              </p>
              <pre className="raw">sha256 {m.sha256}</pre>
            </li>
          ))}
        </ul>
      )}
      {device ? (
        <p className="small muted" style={{ marginTop: 12 }}>
          Runs on {deviceName(device.backend)}
          {device.threads > 1 ? ` with ${device.threads} threads` : ''}: {device.reason}.
        </p>
      ) : null}
    </section>
  );
}

function Stored(): ReactElement {
  const [use, setUse] = useState<StorageUse | null>(null);
  const own = useMarket((s) => s.own);
  const info = useMarket((s) => s.info);
  const canStore = useApp((s) => s.canStore);
  const checkpoints = useStore(checkpointStore, (s) => s.kept);
  useEffect(() => {
    const refresh = (): void => void storageUse().then(setUse, report);
    refresh();
    return checkpointStore.subscribe(refresh);
  }, []);
  return (
    <section aria-labelledby="stored">
      <SectionHead title="What is stored here" id="stored">
        {canStore
          ? 'In this browser, on this device, and nowhere else. It is not encrypted: whoever can use this browser can read it.'
          : 'This browser stores nothing for Keepfolio.'}
      </SectionHead>
      <ul className="plain-list" data-testid="storage-facts">
        <li className="row-between">
          <span>Used, with the app itself</span>
          <span>
            {use?.usedBytes === null || use === null ? 'the browser does not say' : bytesText(use.usedBytes)}
          </span>
        </li>
        <li className="row-between">
          <span>Kept when space runs low</span>
          <span>
            {use === null
              ? '…'
              : use.persistent
                ? 'yes, the browser promised'
                : 'not promised; keep a backup'}
          </span>
        </li>
        {checkpoints.length > 0 ? (
          <li className="row-between" data-testid="stored-checkpoints">
            <span>{plural(checkpoints.length, 'model checkpoint')} you brought</span>
            <span>{bytesText(checkpoints.reduce((n, c) => n + c.bytes, 0))}</span>
          </li>
        ) : null}
        {info ? (
          <li className="row-between">
            <span>
              Prices: {info.synthetic ? 'synthetic demo market' : 'market'}, {plural(info.assets, 'symbol')}{' '}
              to {dateText(info.to)}
            </span>
            {own ? (
              <button type="button" className="linkish" onClick={() => void forgetOwnMarket().catch(report)}>
                Back to the demo market
              </button>
            ) : (
              <span className="muted">shipped with the app</span>
            )}
          </li>
        ) : null}
      </ul>
    </section>
  );
}

function Yours(): ReactElement {
  const [sure, setSure] = useState(false);
  return (
    <section aria-labelledby="yours">
      <SectionHead title="Take it with you, or take it away" id="yours" />
      <div className="stack-s">
        <div className="row">
          <Button
            size="sm"
            onClick={() => void backupFile().then((f) => download(f), report)}
            data-testid="backup"
          >
            Save a backup
          </Button>
          <label className="button-like">
            Restore a backup
            <input
              type="file"
              accept=".json"
              className="hidden-visually"
              data-testid="restore-input"
              onChange={(e) => {
                const file = e.target.files?.[0];
                e.target.value = '';
                if (file) void restoreBackup(file);
              }}
            />
          </label>
          <Button
            size="sm"
            variant="default"
            onClick={() => void exportLedger('csv').then((f) => download(f), report)}
          >
            All rows as CSV
          </Button>
        </div>
        <p className="small muted">
          A backup is a plain, unencrypted file. Restoring one replaces the ledger that is here.
        </p>
        {sure ? (
          <div className="callout" data-tone="problem" role="alertdialog" aria-label="Erase everything?">
            <p>
              This removes your ledger, what was learned, mappings, settings and model checkpoints you brought
              from this browser. It cannot be undone.
            </p>
            <div className="row" style={{ marginTop: 8 }}>
              <Button
                size="sm"
                color="red.9"
                className="danger"
                onClick={() => void eraseEverything()}
                data-testid="erase-confirm"
              >
                Erase it all
              </Button>
              <Button size="sm" variant="default" onClick={() => setSure(false)}>
                Keep it
              </Button>
            </div>
          </div>
        ) : (
          <div>
            <Button size="sm" variant="default" onClick={() => setSure(true)} data-testid="erase">
              Erase everything
            </Button>
          </div>
        )}
      </div>
    </section>
  );
}

/** A page that checks itself: what was requested, what is stored, what the weights are. */
export function PrivacyPage(): ReactElement {
  const requests = useSyncExternalStore(onRequest, requestsSeen);
  return (
    <>
      <PageHead title="Privacy" lead={privacySentence(requests)}>
        No account, no analytics, no cookies. Switch the network off and everything goes on working.
      </PageHead>
      <div className="stack">
        <Policy />
        <Requests requests={requests} />
        <Models />
        <ForecasterSection />
        <Stored />
        <Yours />
      </div>
    </>
  );
}
