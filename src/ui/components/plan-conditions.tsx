import { useMemo, type ReactElement } from 'react';
import { useStore } from 'zustand';
import { cents } from '../../core/money.ts';
import { cancelPlan, planStore, setConstraints, setShare } from '../../stores/plan-store.ts';
import { useLedger, usePerson } from '../use-store.ts';
import { NumberField } from './number-field.tsx';
import { SectionHead } from './page-head.tsx';
import { SymbolsField } from './symbols-field.tsx';

/** What the plan must obey; each change is followed at once. */
export function PlanConditions({ isPlanning }: { readonly isPlanning: boolean }): ReactElement {
  const constraints = useStore(planStore, (s) => s.constraints);
  const share = useStore(planStore, (s) => s.share);
  const said = useStore(planStore, (s) => s.said);
  const person = usePerson((s) => s.person);
  const positions = useLedger((s) => s.positions);
  const known = useMemo(() => new Set(positions.map((p) => p.symbol)), [positions]);
  const both = said !== null && person?.enough === true;
  return (
    <section aria-labelledby="constraints" className="no-print">
      <div className="row-between">
        <SectionHead title="Your conditions" id="constraints">
          The plan follows each change at once.
        </SectionHead>
        <span role="status" className="row small muted" data-testid="replanning">
          {isPlanning ? (
            <>
              Following your change …
              <button type="button" className="linkish" onClick={cancelPlan}>
                Cancel
              </button>
            </>
          ) : null}
        </span>
      </div>
      <div className="map-grid" data-testid="constraints">
        <NumberField
          label="Trades at most"
          value={constraints.maxTrades}
          placeholder="no limit"
          onCommit={(n) => setConstraints({ maxTrades: n > 0 ? Math.round(n) : null })}
          testId="max-trades"
        />
        <NumberField
          label="Cash needed, $"
          value={constraints.cashNeeded / 100}
          onCommit={(n) => setConstraints({ cashNeeded: cents(Math.round(n * 100)) })}
          testId="cash-needed"
        />
        <SymbolsField
          label="Never sell"
          value={constraints.keep}
          known={known}
          onCommit={(keep) => setConstraints({ keep })}
        />
        <SymbolsField
          label="Leave out"
          value={constraints.exclude}
          known={known}
          onCommit={(exclude) => setConstraints({ exclude })}
        />
        <label className="check">
          <input
            type="checkbox"
            checked={constraints.buyOnly}
            onChange={(e) => setConstraints({ buyOnly: e.target.checked })}
            data-testid="buy-only"
          />
          <span>Only buy, never sell</span>
        </label>
        {both ? (
          <label>
            <span>What I said · what I did</span>
            <input
              type="range"
              min={0}
              max={100}
              step={5}
              value={Math.round(share * 100)}
              onChange={(e) => setShare(Number(e.target.value) / 100)}
            />
          </label>
        ) : null}
      </div>
    </section>
  );
}
