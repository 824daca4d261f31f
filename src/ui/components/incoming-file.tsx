import { useCallback, type ReactElement } from 'react';
import {
  isUnmapped,
  leaveOut,
  moreImportRows,
  rereadFile,
  type IncomingFile,
} from '../../stores/import-store.ts';
import type { Transaction } from '../../domain/ledger/transaction.ts';
import type { PageRequest } from '../../stores/view-types.ts';
import { dateText } from '../format/date.ts';
import { percentText, plural, priceText, quantityText } from '../format/number.ts';
import { TYPE_LABELS } from '../format/transaction-labels.ts';
import { FindingItem } from './ledger-lists.tsx';
import { MappingScreen } from './mapping-screen.tsx';
import { Tag } from './marks.tsx';
import { Money } from './money.tsx';
import { LongTable } from './long-table.tsx';
import type { Column } from './table.tsx';

const columns: readonly Column<Transaction>[] = [
  {
    key: 'date',
    head: 'Date',
    nowrap: true,
    rowHead: true,
    render: (t) => dateText(t.date),
    sort: (t) => t.date,
  },
  {
    key: 'type',
    head: 'What',
    sort: (t) => t.type,
    render: (t) => (
      <>
        {TYPE_LABELS[t.type]}{' '}
        {t.flags.includes('no_cost_basis') ? <Tag tone="problem">basis missing</Tag> : null}
        {t.symbol === null ? null : <span className="show-phone">{t.symbol}</span>}
      </>
    ),
  },
  {
    key: 'symbol',
    head: 'Symbol',
    hidePhone: true,
    render: (t) => t.symbol ?? '',
    sort: (t) => t.symbol ?? '',
  },
  {
    key: 'quantity',
    head: 'Quantity',
    num: true,
    render: (t) => (t.quantity === 0 ? '' : quantityText(t.quantity)),
  },
  {
    key: 'price',
    head: 'Price',
    num: true,
    hidePhone: true,
    render: (t) => (t.price === null ? '' : priceText(t.price)),
  },
  {
    key: 'amount',
    head: 'Cash',
    num: true,
    render: (t) => (t.amount === 0 ? '' : <Money amount={t.amount} />),
    sort: (t) => t.amount,
  },
  {
    key: 'line',
    head: 'Line',
    num: true,
    hidePhone: true,
    render: (t) => <span className="muted">{t.lines.join(', ')}</span>,
  },
];

function ReadAs({
  index,
  file,
  brokers,
}: {
  readonly index: number;
  readonly file: IncomingFile;
  readonly brokers: readonly { readonly id: string; readonly name: string }[];
}): ReactElement {
  return (
    <label className="small">
      Read as{' '}
      <select
        className="select-plain"
        value={file.view?.format.id ?? ''}
        onChange={(e) => void rereadFile(index, { brokerId: e.target.value })}
      >
        {brokers.some((b) => b.id === file.view?.format.id) ? null : (
          <option value={file.view?.format.id ?? ''}>{file.view?.format.broker ?? 'not recognised'}</option>
        )}
        {brokers.map((b) => (
          <option key={b.id} value={b.id}>
            {b.name}
          </option>
        ))}
      </select>
    </label>
  );
}

function Facts({ file }: { readonly file: IncomingFile }): ReactElement | null {
  const view = file.view;
  if (!view) return null;
  const { withoutBasis: noBasis, ignoredLines: ignored } = view;
  return (
    <>
      <p className="muted">
        {view.format.broker}, {percentText(view.format.confidence, 0)} sure: {view.format.reason}.{' '}
        {plural(view.rows.total, 'row')} read
        {ignored > 0 ? `, ${plural(ignored, 'line')} without a transaction` : ''}
        {view.positions.length > 0 ? `, ${plural(view.positions.length, 'position')} listed` : ''}.
      </p>
      {noBasis > 0 ? (
        <p className="callout" data-tone="problem">
          {plural(noBasis, 'row')} {noBasis === 1 ? 'brings' : 'bring'} shares without a cost. They are kept
          as “basis missing” until you add it.
        </p>
      ) : null}
      {ignored > 0 ? (
        <details>
          <summary className="small">Lines without a transaction</summary>
          <ul className="plain-list small">
            {view.ignored.map(({ lines, why }, i) => (
              <li key={`${lines.rows[0]}:${i}`}>
                Line {lines.rows.join(', ')}
                {lines.total > lines.rows.length ? ' …' : ''}: {why}
              </li>
            ))}
          </ul>
        </details>
      ) : null}
    </>
  );
}

/** One dropped file as it was read: format, problems, rows, and where needed the mapping. */
export function IncomingFileCard({
  index,
  file,
  brokers,
}: {
  readonly index: number;
  readonly file: IncomingFile;
  readonly brokers: readonly { readonly id: string; readonly name: string }[];
}): ReactElement {
  const view = file.view;
  const id = view?.id ?? '';
  const more = useCallback((page: PageRequest) => moreImportRows(id, page), [id]);
  // Until its columns are named, what was read of such a file means nothing.
  const isUnread = isUnmapped(file);
  return (
    <section aria-label={file.name} className="stack-s" data-testid="incoming-file">
      <div className="row-between">
        <h2>{file.name}</h2>
        <span className="row">
          {view && brokers.length > 0 ? <ReadAs index={index} file={file} brokers={brokers} /> : null}
          <button type="button" className="linkish" onClick={() => void leaveOut(index)}>
            Leave it out
          </button>
        </span>
      </div>
      {file.error ? (
        <div className="callout" data-tone="problem" role="alert">
          <strong>{file.error.message}</strong>
          <p>{file.error.hint}</p>
        </div>
      ) : null}
      {isUnread ? null : <Facts file={file} />}
      {view?.mapping ? (
        <MappingScreen key={view.mapping.fingerprint} index={index} request={view.mapping} />
      ) : null}
      {view && !isUnread && view.problems.total > 0 ? (
        <div data-testid="import-problems">
          <h3>{plural(view.problems.total, 'line')} to look at</h3>
          <ul className="plain-list">
            {view.problems.rows.slice(0, 50).map((p, i) => (
              <FindingItem key={`${p.line}:${p.code}:${i}`} finding={p} />
            ))}
          </ul>
          {view.problems.total > 50 ? (
            <p className="muted small">and {view.problems.total - 50} more.</p>
          ) : null}
        </div>
      ) : null}
      {view && view.rows.total > 0 ? (
        <LongTable
          caption={`Rows read from ${file.name}`}
          testId="import-rows"
          columns={columns}
          part={view.rows}
          more={more}
          rowKey={(t, i) => `${t.lines.join('-')}:${i}`}
        />
      ) : null}
    </section>
  );
}
