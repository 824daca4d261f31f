import type { ReactElement } from 'react';
import { report } from '../../stores/app-store.ts';
import { undoImport } from '../../stores/ledger-store.ts';
import type { Finding } from '../../domain/ledger/transaction.ts';
import { plural } from '../format/number.ts';
import { useLedger } from '../use-store.ts';
import { SectionHead } from './page-head.tsx';

/** One thing to know or decide: where it stands in the file, what it says, and what to do. */
export function FindingItem({ finding }: { readonly finding: Finding }): ReactElement {
  return (
    <li data-testid="finding">
      <strong>
        {finding.file}
        {finding.line > 0 ? `, line ${finding.line}` : ''}
      </strong>
      <p>{finding.message}</p>
      {finding.raw ? <pre className="raw">{finding.raw}</pre> : null}
    </li>
  );
}

/** What the ledger itself noticed: missing basis, sales of more than was held, unpaired transfers. */
export function FindingsList(): ReactElement | null {
  const findings = useLedger((s) => s.view?.findings);
  if (!findings || findings.total === 0) return null;
  return (
    <section aria-labelledby="findings" data-testid="ledger-findings">
      <SectionHead title={`${plural(findings.total, 'thing')} to look at`} id="findings">
        Numbers that depend on these are marked; nothing was guessed.
      </SectionHead>
      <ul className="plain-list">
        {findings.rows.slice(0, 50).map((f, i) => (
          <FindingItem key={`${f.file}:${f.line}:${f.code}:${i}`} finding={f} />
        ))}
      </ul>
      {findings.total > 50 ? (
        <p className="muted small">and {findings.total - 50} more of the same kinds.</p>
      ) : null}
    </section>
  );
}

/** Confirmed imports, newest first; each can be taken back. */
export function ImportsList(): ReactElement | null {
  const source = useLedger((s) => s.source);
  const batches = useLedger((s) => s.batches);
  if (source.kind !== 'own' || batches.length === 0) return null;
  return (
    <section aria-labelledby="imports">
      <SectionHead title="Imports" id="imports">
        Taking one back removes the rows it added, and nothing else.
      </SectionHead>
      <ul className="plain-list">
        {batches.toReversed().map((b) => (
          <li key={b.id} className="row-between" data-testid="import-batch">
            <span>
              <strong>{b.files.map((f) => f.name).join(', ')}</strong>{' '}
              <span className="muted">
                · {[...new Set(b.files.map((f) => f.broker))].join(', ')} · {plural(b.rows, 'row')} ·{' '}
                {b.at.slice(0, 10)}
              </span>
            </span>
            <button
              type="button"
              className="linkish"
              onClick={() => void undoImport(b.id).catch(report)}
              data-testid="undo-batch"
            >
              Take back
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
