import type { ReactElement, ReactNode } from 'react';
import { Button } from '@mantine/core';
import type { KeepfolioError } from '../../core/errors.ts';
import { derive } from '../../stores/ledger-store.ts';
import { useApp, useLedger } from '../use-store.ts';
import { openSample } from '../actions.ts';
import { PageHead } from './page-head.tsx';
import { hrefOf } from '../router.ts';

/** Work in progress: its stage, how far, on what, and a way to stop it. */
export function Working({
  title,
  stage,
  fraction,
  onCancel,
}: {
  readonly title: string;
  readonly stage: string;
  readonly fraction: number | null;
  readonly onCancel?: (() => void) | undefined;
}): ReactElement {
  const device = useApp((s) => s.device);
  const percent = fraction === null ? null : Math.round(fraction * 100);
  return (
    <div className="working" role="status" data-testid="working">
      <div className="row-between">
        <strong>{title}</strong>
        {onCancel ? (
          <Button size="compact-sm" variant="default" onClick={onCancel} data-testid="cancel">
            Cancel
          </Button>
        ) : null}
      </div>
      <div
        className="bar"
        role="progressbar"
        aria-label={title}
        aria-valuemin={0}
        aria-valuemax={100}
        {...(percent === null ? {} : { 'aria-valuenow': percent })}
      >
        <div style={{ width: percent === null ? '15%' : `${percent}%` }} />
      </div>
      <span className="small muted">
        {stage || 'Getting ready'}
        {percent === null ? '' : ` · ${percent} %`}
        {device ? ` · on ${deviceName(device.backend)}` : ''}
      </span>
    </div>
  );
}

export const deviceName = (backend: 'webgpu' | 'wasm' | 'cpu'): string =>
  ({ webgpu: 'WebGPU', wasm: 'WebAssembly', cpu: 'plain JavaScript' })[backend];

/** The job in work with this title, if any. */
export function JobPanel({ titles }: { readonly titles: readonly string[] }): ReactElement | null {
  const job = useApp((s) => s.jobs.find((j) => titles.some((t) => j.title.startsWith(t))));
  return job ? (
    <Working title={job.title} stage={job.stage} fraction={job.fraction} onCancel={job.cancel} />
  ) : null;
}

/** What happened, what is safe, what to do. */
export function Failed({
  error,
  retry,
}: {
  readonly error: KeepfolioError;
  readonly retry?: () => void;
}): ReactElement {
  return (
    <div className="state" role="alert" data-testid="failed">
      <h2>{error.message}</h2>
      <p className="muted">{error.hint || 'Your saved data is safe.'}</p>
      <div className="row">
        {retry ? (
          <Button size="sm" onClick={retry}>
            Try again
          </Button>
        ) : null}
        <a href={hrefOf('start')}>Back to the start</a>
      </div>
    </div>
  );
}

/** The two ways in, where there is nothing to show yet. */
function WaysIn(): ReactElement {
  return (
    <div className="state" data-testid="nothing-yet">
      <div className="row">
        <Button component="a" href={hrefOf('start')} size="sm">
          Drop your CSV
        </Button>
        <Button variant="default" size="sm" onClick={() => void openSample(null)}>
          Look around with a sample client
        </Button>
      </div>
    </div>
  );
}

/** Shows a page's content only when there is a ledger; else its name, what it will answer, and the state it is in. */
export function WithLedger({
  title,
  empty,
  children,
}: {
  readonly title: string;
  readonly empty: ReactNode;
  readonly children: ReactNode;
}): ReactElement {
  const status = useLedger((s) => s.status);
  const error = useLedger((s) => s.error);
  const rows = useLedger((s) => s.rows);
  if (status === 'ready') return <>{children}</>;
  // Rows that are here can be worked out again; rows that could not be read cannot.
  const retry = rows > 0 ? { retry: () => void derive() } : {};
  const isFailed = status === 'failed' && error !== null;
  const lead = isFailed
    ? rows > 0
      ? 'Your rows are here; what follows from them is not.'
      : 'Your ledger could not be opened.'
    : status === 'empty'
      ? empty
      : 'Opening your ledger.';
  return (
    <>
      <PageHead title={title} lead={lead} />
      {isFailed ? <Failed error={error} {...retry} /> : status === 'empty' ? <WaysIn /> : <Reading />}
    </>
  );
}

function Reading(): ReactElement {
  const job = useApp((s) => s.jobs[0]);
  return (
    <Working
      title={job?.title ?? 'Opening your ledger'}
      stage={job?.stage ?? 'working out lots'}
      fraction={job?.fraction ?? null}
      onCancel={job?.cancel}
    />
  );
}
