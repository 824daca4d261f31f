import { useEffect, useState, type ReactElement } from 'react';
import type { KeepfolioError } from '../../core/errors.ts';
import { asKeepfolioError } from '../../stores/errors.ts';
import { sampleClients, type SampleClient } from '../../stores/samples.ts';
import { openSample } from '../actions.ts';
import { DropArea } from '../components/drop-area.tsx';
import { PageHead, SectionHead } from '../components/page-head.tsx';
import { hrefOf } from '../router.ts';
import { plural } from '../format/number.ts';
import { useLedger } from '../use-store.ts';

function useSamples(): {
  readonly samples: readonly SampleClient[] | null;
  readonly error: KeepfolioError | null;
} {
  const [state, setState] = useState<{
    samples: readonly SampleClient[] | null;
    error: KeepfolioError | null;
  }>({ samples: null, error: null });
  useEffect(() => {
    sampleClients().then(
      (samples) => setState({ samples, error: null }),
      (e) => setState({ samples: null, error: asKeepfolioError(e) }),
    );
  }, []);
  return state;
}

function Samples(): ReactElement {
  const { samples, error } = useSamples();
  if (error)
    return (
      <p className="muted">
        {error.message} {error.hint}
      </p>
    );
  if (!samples) return <p className="muted">Looking for the sample clients …</p>;
  return (
    <ul className="samples">
      {samples.map((s) => (
        <li key={s.id}>
          <button type="button" onClick={() => void openSample(s.id)} data-testid={`sample-${s.id}`}>
            <strong>{s.name}</strong>
            <span className="blurb">{s.blurb}</span>
            <span className="go" aria-hidden="true">
              Look →
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}

function Continue(): ReactElement | null {
  const source = useLedger((s) => s.source);
  const count = useLedger((s) => s.rows);
  const positions = useLedger((s) => s.positions.length);
  if (source.kind !== 'own' || count === 0) return null;
  return (
    <p className="callout" data-testid="continue">
      Your ledger has {plural(count, 'row')} and {plural(positions, 'open position')}.{' '}
      <a href={hrefOf('holdings')}>Go on to your holdings</a>, or add more files below; what is already there
      is recognised.
    </p>
  );
}

/** Two choices: one's own CSV, or a sample client. */
export function StartPage(): ReactElement {
  return (
    <>
      <PageHead
        title="Start"
        lead="Drop your brokerage CSV. What you own, what you owe and what to do next is worked out here, on this device."
      >
        No account, no upload. The models run inside this page, and it works with the network off.
      </PageHead>
      <div className="stack">
        <Continue />
        <div className="cols">
          <section aria-labelledby="own">
            <SectionHead title="Your own trades" id="own" />
            <DropArea>
              <strong>Drop CSV files here</strong>
              <span className="button-like primary">or choose files</span>
              <span className="muted">
                Transactions from any broker, several files at once. Nothing is saved until you have seen what
                was read.
              </span>
              <span className="muted small">
                Price files (Yahoo, Stooq, wide) and market bundles (.kfm) go here too.
              </span>
            </DropArea>
          </section>
          <section aria-labelledby="samples">
            <SectionHead title="Look around with a sample client" id="samples" />
            <Samples />
            <p className="small muted" style={{ marginTop: 12 }}>
              Invented people, invented tickers, a synthetic market.
            </p>
          </section>
        </div>
      </div>
    </>
  );
}
