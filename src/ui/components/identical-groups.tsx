import { Button } from '@mantine/core';
import { useId, useMemo, useRef, useState, type FormEvent, type ReactElement } from 'react';
import { withGroup, withoutSymbol } from '../../stores/identical-groups.ts';
import { setIdenticalGroups } from '../../stores/settings-store.ts';
import { readSymbols, strangers } from '../format/symbols.ts';
import { NONE, useLedger, useSettings } from '../use-store.ts';
import { SectionHead } from './page-head.tsx';

function Group({
  symbols,
  onTakeOut,
}: {
  readonly symbols: readonly string[];
  readonly onTakeOut: (symbol: string) => void;
}): ReactElement {
  return (
    <li className="row" data-testid="identical-group">
      {symbols.map((symbol) => (
        <span key={symbol}>
          <strong>{symbol}</strong>{' '}
          <button
            type="button"
            className="linkish"
            aria-label={`Take ${symbol} out of this group`}
            onClick={() => onTakeOut(symbol)}
          >
            take out
          </button>
        </span>
      ))}
    </li>
  );
}

/** Groups of symbols the person holds to be substantially identical; the program never infers any. */
export function IdenticalGroups(): ReactElement {
  const id = useId();
  const groups = useSettings((s) => s.ledger.identicalGroups ?? NONE);
  const symbols = useLedger((s) => s.symbols);
  const traded = useMemo(() => new Set(symbols), [symbols]);
  const [text, setText] = useState('');
  const [problem, setProblem] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const add = (event: FormEvent): void => {
    event.preventDefault();
    const symbols = readSymbols(text);
    const isOne = symbols.length < 2;
    setProblem(isOne ? 'Name at least two symbols, with a comma between them.' : '');
    if (!isOne) {
      setIdenticalGroups(withGroup(groups, symbols));
      setText('');
    }
    field.current?.focus();
  };
  const takeOut = (symbol: string): void => {
    setIdenticalGroups(withoutSymbol(groups, symbol));
    field.current?.focus();
  };
  const strange = strangers(groups.flat(), traded);
  return (
    <section aria-labelledby="identical" data-testid="identical-groups">
      <SectionHead title="Held to be the same" id="identical">
        A loss is also washed by buying something substantially identical (IRC 1091); no ruling says which
        funds or share classes are, so it is for you to name them.
      </SectionHead>
      {groups.length > 0 ? (
        <ul className="plain-list">
          {groups.map((symbols) => (
            <Group key={symbols.join()} symbols={symbols} onTakeOut={takeOut} />
          ))}
        </ul>
      ) : null}
      {strange === '' ? null : (
        <p className="small muted">Not in your files, so without effect: {strange}.</p>
      )}
      <form className="row" style={{ marginTop: 12, alignItems: 'end' }} noValidate onSubmit={add}>
        <label>
          These are the same{' '}
          <input
            ref={field}
            className="select-plain"
            size={24}
            value={text}
            placeholder="symbols, with commas"
            autoCapitalize="characters"
            autoComplete="off"
            spellCheck={false}
            aria-invalid={problem !== ''}
            aria-describedby={`${id}-problem`}
            onChange={(e) => setText(e.target.value)}
            data-testid="identical-symbols"
          />
        </label>
        <Button type="submit" size="compact-sm" variant="default" data-testid="identical-add">
          Add the group
        </Button>
        <span id={`${id}-problem`} role="alert" className="small loss">
          {problem}
        </span>
      </form>
    </section>
  );
}
