import { Button } from '@mantine/core';
import type { ReactElement } from 'react';
import { useStore } from 'zustand';
import { notify } from '../../stores/app-store.ts';
import {
  confirmImport,
  discardImport,
  importStore,
  isUnmapped,
  undoLastImport,
  type ImportState,
  type IncomingFile,
} from '../../stores/import-store.ts';
import { DropArea } from '../components/drop-area.tsx';
import { IncomingFileCard } from '../components/incoming-file.tsx';
import { PageHead } from '../components/page-head.tsx';
import { KnownRows } from '../components/known-rows.tsx';
import { JobPanel, Working } from '../components/states.tsx';
import { plural } from '../format/number.ts';
import type { Finding } from '../../domain/ledger/transaction.ts';
import { go } from '../router.ts';
import { reviewSentence, type ReviewCounts } from '../sentences/import.ts';
import { useApp } from '../use-store.ts';

/** That a file lists holdings and no transactions is what it is for. */
const isNotice = (finding: Finding): boolean => finding.code === 'positions-only';

const problemsOf = ({ view }: IncomingFile): number =>
  view ? view.problems.total - view.problems.rows.filter(isNotice).length : 0;

function countsOf({ files, merge }: ImportState): ReviewCounts {
  return {
    files: files.filter((f) => f.view && f.view.rows.total > 0).length,
    added: merge?.added ?? 0,
    duplicates: merge?.duplicates.total ?? 0,
    problems: files.reduce((n, f) => n + (isUnmapped(f) ? 0 : problemsOf(f)), 0),
    positions: files.reduce((n, f) => n + (f.view?.positions.length ?? 0), 0),
    unmapped: files.filter(isUnmapped).map((f) => f.name),
    failed: files.filter((f) => f.error).map((f) => f.name),
  };
}

async function confirmAndGo(): Promise<void> {
  const { positions } = countsOf(importStore.getState());
  const added = await confirmImport();
  if (added === null) return;
  go('holdings');
  if (added === 0 && positions > 0)
    notify({
      tone: 'info',
      message: `${plural(positions, 'position')} kept to compare with your ledger.`,
      hint: 'Drop your transaction history too, if it is not here yet.',
    });
  if (added > 0)
    notify({
      tone: 'info',
      message: `${plural(added, 'row')} added to your ledger.`,
      hint: 'They are kept in this browser only.',
      action: { label: 'Undo', run: () => void undoLastImport() },
    });
}

/** Known rows the person adds all the same. */
const againOf = ({ addAnyway, merge }: ImportState): number =>
  addAnyway === 'all' ? (merge?.duplicates.total ?? 0) : addAnyway.length;

function confirmLabel({ added, positions }: ReviewCounts): string {
  if (added > 0) return `Add ${plural(added, 'row')}`;
  return positions > 0 ? `Keep ${plural(positions, 'position')}` : 'Nothing to add';
}

function Review({ state }: { readonly state: ImportState }): ReactElement {
  const counts = countsOf(state);
  const toAdd = counts.added + againOf(state);
  const canStore = useApp((s) => s.canStore);
  return (
    <>
      <PageHead title="Import review" lead={reviewSentence(counts)}>
        {counts.duplicates > 0 && counts.added > 0
          ? `${plural(counts.duplicates, 'row')} are in your ledger already and will not be added twice. `
          : ''}
        {canStore
          ? ''
          : 'This browser stores nothing for Keepfolio, so the rows last until you close the tab.'}
      </PageHead>
      <div className="row confirm-row">
        <Button
          onClick={() => void confirmAndGo()}
          disabled={toAdd === 0 && counts.positions === 0}
          loading={state.stage === 'saving'}
          data-testid="import-confirm"
        >
          {confirmLabel({ ...counts, added: toAdd })}
        </Button>
        <Button
          variant="default"
          data-testid="import-discard"
          onClick={() => {
            discardImport();
            go('start');
          }}
        >
          Discard
        </Button>
      </div>
      <div className="stack">
        <KnownRows state={state} />
        {state.files.map((file, index) => (
          <IncomingFileCard key={`${file.name}:${index}`} index={index} file={file} brokers={state.brokers} />
        ))}
        <section aria-label="More files">
          <DropArea>
            <strong>Drop more files</strong>
            <span className="muted">They join this review.</span>
          </DropArea>
        </section>
      </div>
    </>
  );
}

/** What was read from dropped files, before anything is saved. */
export function ImportPage(): ReactElement {
  const state = useStore(importStore);
  if (state.stage === 'review' || state.stage === 'saving') return <Review state={state} />;
  if (state.stage === 'reading')
    return (
      <>
        <PageHead title="Import review" lead="Reading your files. Nothing is saved yet." />
        <JobPanel titles={['Reading', 'Comparing', 'Starting']} />
        <Unstarted />
      </>
    );
  return (
    <>
      <PageHead
        title="Import review"
        lead="Drop your CSV files to see what is in them before anything is saved."
      />
      <DropArea>
        <strong>Drop CSV files here, or choose them</strong>
        <span className="muted">Transactions from any broker, several files at once.</span>
      </DropArea>
    </>
  );
}

function Unstarted(): ReactElement | null {
  const busy = useApp((s) => s.jobs.length > 0);
  return busy ? null : <Working title="Reading" stage="opening the files" fraction={null} />;
}
