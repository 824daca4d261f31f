import { useEffect, type ReactElement } from 'react';
import { useStore } from 'zustand';
import { moreDifferences, reconcile, reconcileStore } from '../../stores/reconcile-store.ts';
import { setWashView } from '../../stores/settings-store.ts';
import type { LedgerSettings, ViewDifferenceView } from '../../stores/view-types.ts';
import { dateText } from '../format/date.ts';
import { reconcileSentence, whyViewsDiffer } from '../sentences/reconcile.ts';
import { useSettings } from '../use-store.ts';
import { Gain, Money } from './money.tsx';
import { OpenChoices } from './open-choices.tsx';
import { SectionHead } from './page-head.tsx';
import { Failed } from './states.tsx';
import { LongTable } from './long-table.tsx';
import type { Column } from './table.tsx';

type View = LedgerSettings['view'];

const VIEWS: readonly { readonly view: View; readonly label: string }[] = [
  { view: 'law', label: 'As the law does: all my accounts together' },
  { view: 'broker', label: 'As a broker does: each account and security by itself' },
];

const columns: readonly Column<ViewDifferenceView>[] = [
  {
    key: 'symbol',
    head: 'Sale',
    rowHead: true,
    sort: (r) => r.symbol,
    render: (r) => (
      <>
        <strong>{r.symbol}</strong>
        <div className="show-phone small muted">{dateText(r.sold)}</div>
      </>
    ),
  },
  {
    key: 'sold',
    head: 'Sold',
    nowrap: true,
    hidePhone: true,
    sort: (r) => r.sold,
    render: (r) => dateText(r.sold),
  },
  {
    key: 'law',
    head: 'Not counted, law',
    num: true,
    sort: (r) => r.lawDisallowed,
    render: (r) => <Money amount={r.lawDisallowed} />,
  },
  {
    key: 'broker',
    head: 'Not counted, 1099-B',
    num: true,
    sort: (r) => r.brokerDisallowed,
    render: (r) => <Money amount={r.brokerDisallowed} />,
  },
  {
    key: 'law-gain',
    head: 'Gain, law',
    num: true,
    hidePhone: true,
    render: (r) => <Gain amount={r.lawGain} />,
  },
  {
    key: 'broker-gain',
    head: 'Gain, 1099-B',
    num: true,
    hidePhone: true,
    render: (r) => <Gain amount={r.brokerGain} />,
  },
  {
    key: 'why',
    head: 'Why',
    hidePhone: true,
    render: (r) => <span className="small">{whyViewsDiffer(r)}</span>,
  },
];

function Switch({ view }: { readonly view: View }): ReactElement {
  return (
    <fieldset className="row" style={{ border: 0, padding: 0, margin: 0 }} data-testid="wash-view">
      <legend className="hidden-visually">How wash sales are counted</legend>
      {VIEWS.map((v) => (
        <label key={v.view} className="check" style={{ display: 'flex' }}>
          <input
            type="radio"
            name="wash-view"
            checked={view === v.view}
            style={{ accentColor: 'var(--accent)', width: 16, height: 16, flex: 'none', margin: 0 }}
            onChange={() => setWashView(v.view)}
          />
          {v.label}
        </label>
      ))}
    </fieldset>
  );
}

/** The law's way of counting wash sales, a broker's, and row by row where they part. */
export function WashViews(): ReactElement {
  const view = useSettings((s) => s.ledger.view);
  const { status, differences, error } = useStore(reconcileStore);
  useEffect(() => {
    void reconcile();
  }, []);
  const isWorking = status === 'idle' || (status === 'loading' && differences.total === 0);
  return (
    <section aria-labelledby="wash-views">
      <SectionHead title="Two ways to count wash sales" id="wash-views">
        Your return follows the law; the broker’s way is there to check these numbers against a 1099-B. Plans
        always keep to the law.
      </SectionHead>
      <div className="stack-s">
        <Switch view={view} />
        {view === 'broker' ? (
          <p className="callout small" data-tone="wash" data-testid="broker-view-note">
            All lots, gains and taxes now show the broker’s way. It is not what a return asks for.
          </p>
        ) : null}
        {status === 'failed' && error ? (
          <Failed error={error} retry={() => void reconcile()} />
        ) : (
          <p role="status" data-testid="reconcile-sentence">
            {isWorking ? 'Comparing the two …' : reconcileSentence(differences)}
          </p>
        )}
        {differences.total > 0 ? (
          <LongTable
            caption="Sales on which the two ways differ, newest first"
            testId="reconcile-table"
            columns={columns}
            part={differences}
            more={moreDifferences}
            rowKey={(r, i) => `${r.saleId}:${i}`}
          />
        ) : null}
        <OpenChoices />
      </div>
    </section>
  );
}
