import { useEffect, useRef, useState, type ReactElement } from 'react';
import { applyMapping } from '../../stores/import-store.ts';
import type { ColumnMappingView, MappingRequestView } from '../../stores/view-types.ts';
import { TYPE_LABELS } from '../format/transaction-labels.ts';
import { SectionHead } from './page-head.tsx';

function Columns({
  request,
  mapping,
  onChange,
}: {
  readonly request: MappingRequestView;
  readonly mapping: ColumnMappingView;
  readonly onChange: (field: string, header: string | null) => void;
}): ReactElement {
  return (
    <div className="map-grid">
      {request.fields.map(({ field, label, required }) => {
        const header = mapping.columns[field] ?? null;
        const at = header === null ? -1 : request.headers.indexOf(header);
        const examples =
          at < 0
            ? []
            : [
                ...new Set(request.samples.map((row) => row[at]?.trim() ?? '').filter((cell) => cell !== '')),
              ].slice(0, 3);
        return (
          <label key={field}>
            <span>
              {label}
              {required ? <span className="muted small"> · needed</span> : null}
            </span>
            <select
              className="select-plain"
              value={header ?? ''}
              data-testid={`map-${field}`}
              onChange={(e) => onChange(field, e.target.value || null)}
            >
              <option value="">not in the file</option>
              {request.headers.map((h) => (
                <option key={h} value={h}>
                  {h}
                </option>
              ))}
            </select>
            <span className="small muted">
              {examples.length > 0 ? `e.g. ${examples.join(', ')}` : '\u00a0'}
            </span>
          </label>
        );
      })}
    </div>
  );
}

function Actions({
  words,
  mapping,
  onChange,
}: {
  readonly words: readonly string[];
  readonly mapping: ColumnMappingView;
  readonly onChange: (word: string, type: string) => void;
}): ReactElement {
  return (
    <div className="map-grid">
      {words.map((word) => (
        <label key={word}>
          <span>“{word}” means</span>
          <select
            className="select-plain"
            value={mapping.actions[word] ?? ''}
            data-testid={`map-action-${word}`}
            onChange={(e) => onChange(word, e.target.value)}
          >
            <option value="">leave these rows out</option>
            {Object.entries(TYPE_LABELS).map(([type, label]) => (
              <option key={type} value={type}>
                {label}
              </option>
            ))}
          </select>
        </label>
      ))}
    </div>
  );
}

/** Names the columns and action words of an unknown file; the rows below follow each change. */
export function MappingScreen({
  index,
  request,
}: {
  readonly index: number;
  readonly request: MappingRequestView;
}): ReactElement {
  const [mapping, setMapping] = useState<ColumnMappingView>(request.guess);
  const later = useRef<ReturnType<typeof setTimeout>>(undefined);
  const change = (next: ColumnMappingView): void => {
    setMapping(next);
    clearTimeout(later.current);
    later.current = setTimeout(() => void applyMapping(index, next), 300);
  };
  // The guess is tried at once: often nothing needs to be changed.
  useEffect(() => {
    void applyMapping(index, request.guess);
    return () => clearTimeout(later.current);
  }, [index, request.guess]);
  const actionHeader = mapping.columns['type'] ?? null;
  const words = actionHeader === null ? [] : (request.distinct[actionHeader] ?? []);
  return (
    <section className="stack-s" aria-label="Name the columns" data-testid="mapping-screen">
      <SectionHead title="What is in which column?">
        This layout is new here. Keepfolio has guessed; correct it where it is wrong. It is remembered for the
        next file of this kind.
      </SectionHead>
      <Columns
        request={request}
        mapping={mapping}
        onChange={(field, header) => change({ ...mapping, columns: { ...mapping.columns, [field]: header } })}
      />
      {words.length > 0 ? (
        <>
          <h3>The file’s own words</h3>
          <Actions
            words={words}
            mapping={mapping}
            onChange={(word, type) => change({ ...mapping, actions: { ...mapping.actions, [word]: type } })}
          />
        </>
      ) : null}
    </section>
  );
}
