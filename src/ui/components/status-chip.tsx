import { useSyncExternalStore, type ReactElement } from 'react';
import { onRequest, requestsSeen } from '../../stores/network.ts';
import { hrefOf } from '../router.ts';
import { useApp } from '../use-store.ts';

const SHORT = { webgpu: 'WebGPU', wasm: 'WASM', cpu: 'CPU' } as const;

/** Always there: what is computing, on what, and what was sent. Leads to the page that proves it. */
export function StatusChip(): ReactElement {
  const device = useApp((s) => s.device);
  const job = useApp((s) => s.jobs.at(-1));
  const foreign = useSyncExternalStore(onRequest, requestsSeen).filter((r) => !r.sameOrigin).length;
  const percent =
    job?.fraction === null || job?.fraction === undefined ? '' : ` ${Math.round(job.fraction * 100)} %`;
  return (
    <a
      className="chip"
      href={hrefOf('privacy')}
      data-testid="status-chip"
      title={device?.reason ?? 'The models start when they are first needed.'}
    >
      <span className="row" style={{ gap: 6, flexWrap: 'nowrap' }}>
        <i className="dot" data-on={job !== undefined} aria-hidden="true" />
        <span data-testid="chip-backend">{device ? SHORT[device.backend] : 'Ready'}</span>
      </span>
      {job ? (
        <span className="chip-job" data-testid="chip-job">
          {job.title}
          {percent}
        </span>
      ) : null}
      <span data-testid="chip-sent">{foreign === 0 ? '0 bytes sent' : `${foreign} foreign requests`}</span>
    </a>
  );
}

/** The thin line under the header while something runs. */
export function JobLine(): ReactElement {
  const job = useApp((s) => s.jobs.at(-1));
  return (
    <div className="jobbar" data-unknown={job !== undefined && job.fraction === null} aria-hidden="true">
      {job ? (
        <div style={job.fraction === null ? {} : { width: `${Math.round(job.fraction * 100)}%` }} />
      ) : null}
    </div>
  );
}
