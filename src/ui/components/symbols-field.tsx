import { useState, type ReactElement } from 'react';
import { readSymbols } from '../format/symbols.ts';

/** A list of symbols typed with commas; taken when the field is left or Enter is pressed. */
export function SymbolsField({
  label,
  value,
  onCommit,
  known,
}: {
  readonly label: string;
  readonly value: readonly string[];
  readonly onCommit: (symbols: readonly string[]) => void;
  /** Symbols held: others are said to have no effect. */
  readonly known: ReadonlySet<string>;
}): ReactElement {
  const [draft, setDraft] = useState<string | null>(null);
  const commit = (): void => {
    if (draft !== null) onCommit(readSymbols(draft));
    setDraft(null);
  };
  const strange = value.filter((s) => !known.has(s));
  return (
    <label>
      <span>{label}</span>
      <input
        className="select-plain"
        value={draft ?? value.join(', ')}
        placeholder="symbols, with commas"
        autoCapitalize="characters"
        spellCheck={false}
        onChange={(e) => setDraft(e.target.value)}
        onBlur={commit}
        onKeyDown={(e) => {
          if (e.key === 'Enter') commit();
        }}
      />
      {strange.length > 0 ? <span className="small muted">not held: {strange.join(', ')}</span> : null}
    </label>
  );
}
