import { useEffect, useMemo, type ReactElement } from 'react';
import { useStore } from 'zustand';
import { report } from '../../stores/app-store.ts';
import {
  brokerStore,
  forgetBrokerPositions,
  isSettled,
  loadBrokerPositions,
  matchOf,
  type BrokerSnapshot,
  type MatchRow,
} from '../../stores/broker-store.ts';
import { cents } from '../../core/money.ts';
import { moneyText } from '../format/money.ts';
import { quantityText } from '../format/number.ts';
import { hrefOf } from '../router.ts';
import { matchSentence, reasonText } from '../sentences/broker-match.ts';
import { useLedger } from '../use-store.ts';
import { Tag } from './marks.tsx';
import { Money } from './money.tsx';
import { SectionHead } from './page-head.tsx';
import { Table, type Column } from './table.tsx';

function showWorklist(): void {
  const list = document.getElementById('worklist');
  list?.scrollIntoView({ block: 'start' });
  list?.closest('section')?.querySelector<HTMLElement>('input, button')?.focus({ preventScroll: true });
}

/** What can be done about a difference from here. */
function Action({ row }: { readonly row: MatchRow }): ReactElement | null {
  const { code } = row.reason;
  if (code === 'basis-missing')
    return (
      <button
        type="button"
        className="linkish"
        aria-label={`Add the cost of ${row.symbol}`}
        onClick={showWorklist}
        data-testid="match-to-worklist"
      >
        Add the cost
      </button>
    );
  if (code === 'lot-method')
    return (
      <button
        type="button"
        className="linkish"
        onClick={() => document.getElementById('accounts')?.scrollIntoView({ block: 'start' })}
      >
        Lot methods
      </button>
    );
  return code === 'no-history' || code === 'part-missing' || code === 'sold-since' || code === 'split' ? (
    <a href={hrefOf('start')} className="small">
      Drop the missing file
    </a>
  ) : null;
}

function Why({ row }: { readonly row: MatchRow }): ReactElement {
  return (
    <>
      <span className="small">{reasonText(row.reason)}</span> <Action row={row} />
    </>
  );
}

const shares = (row: MatchRow): string => {
  const text = quantityText(row.shareDifference);
  return row.shareDifference > 0 ? `+${text}` : text;
};

const columns: readonly Column<MatchRow>[] = [
  {
    key: 'symbol',
    head: 'Symbol',
    rowHead: true,
    sort: (r) => r.symbol,
    render: (r) => (
      <>
        <strong>{r.symbol}</strong>{' '}
        {isSettled(r) ? <Tag tone="accent">matches</Tag> : <Tag tone="problem">differs</Tag>}
        <div className="show-phone">
          {r.basisDifference ? (
            <div className="small muted">
              basis: broker {moneyText(cents((r.ourBasis ?? 0) + r.basisDifference))}, here{' '}
              {moneyText(r.ourBasis ?? cents(0))}
            </div>
          ) : null}
          <Why row={r} />
        </div>
      </>
    ),
  },
  {
    key: 'broker-shares',
    head: 'Broker, shares',
    num: true,
    sort: (r) => r.brokerShares,
    render: (r) => quantityText(r.brokerShares),
  },
  {
    key: 'our-shares',
    head: 'Here, shares',
    num: true,
    sort: (r) => r.ourShares,
    render: (r) => (
      <>
        {quantityText(r.ourShares)}
        {r.shareDifference === 0 ? null : (
          <div className="small muted" title="Broker less here">
            {shares(r)}
          </div>
        )}
      </>
    ),
  },
  {
    key: 'broker-basis',
    head: 'Broker, basis',
    num: true,
    hidePhone: true,
    render: (r) => <Money amount={r.brokerBasis} missing="not told" />,
  },
  {
    key: 'our-basis',
    head: 'Here, basis',
    num: true,
    hidePhone: true,
    render: (r) => (
      <>
        <Money amount={r.ourBasis} />
        {r.basisDifference ? (
          <div className="small muted" title="Broker less here">
            {moneyText(r.basisDifference, true)}
          </div>
        ) : null}
      </>
    ),
  },
  { key: 'why', head: 'Why', hidePhone: true, render: (r) => <Why row={r} /> },
];

function OneFile({ snapshot }: { readonly snapshot: BrokerSnapshot }): ReactElement | null {
  const view = useLedger((s) => s.view);
  const match = useMemo(() => (view ? matchOf(snapshot, view) : null), [snapshot, view]);
  if (!match) return null;
  return (
    <div className="stack-s">
      <div className="row-between">
        <p data-testid="match-sentence" role="status">
          <strong>{matchSentence(match.rows)}</strong>{' '}
          <span className="muted">
            {snapshot.file}, {snapshot.broker}, dropped {snapshot.at.slice(0, 10)}
            {match.isWholeLedger && match.accounts.length > 1
              ? '; its account is not known here, so all accounts are compared'
              : ''}
            .
          </span>
        </p>
        <button
          type="button"
          className="linkish"
          aria-label={`Forget ${snapshot.file}`}
          onClick={() => void forgetBrokerPositions(snapshot).catch(report)}
          data-testid="match-forget"
        >
          Forget it
        </button>
      </div>
      <Table
        caption={`Positions in ${snapshot.file} beside yours, what differs first`}
        testId="match-table"
        rowTestId="match-row"
        columns={columns}
        rows={match.rows}
        rowKey={(r) => r.symbol}
      />
    </div>
  );
}

/** A broker's positions files beside the lots: does the ledger match? Nothing until such a file was dropped. */
export function BrokerMatch(): ReactElement | null {
  const { snapshots } = useStore(brokerStore);
  const isOwn = useLedger((s) => s.source.kind === 'own');
  useEffect(() => {
    void loadBrokerPositions();
  }, []);
  if (!isOwn || snapshots.length === 0) return null;
  return (
    <section aria-labelledby="broker-match" data-testid="broker-match">
      <SectionHead title="Does it match your broker?" id="broker-match">
        Shares and cost in the positions file you dropped, beside what your transactions add up to. Costs
        within a dollar count as equal.
      </SectionHead>
      <div className="stack-s">
        {snapshots.map((snapshot) => (
          <OneFile key={`${snapshot.broker}:${snapshot.file}:${snapshot.at}`} snapshot={snapshot} />
        ))}
      </div>
    </section>
  );
}
