import type { ReactElement } from 'react';
import { cents } from '../../core/money.ts';
import type { FilingStatus } from '../../domain/portfolio/types.ts';
import { startingRate } from '../../domain/tax/years/state-rates.ts';
import { setHomeState, setProfile } from '../../stores/settings-store.ts';
import { STATUS_LABELS } from '../format/labels.ts';
import { STATE_NAMES } from '../format/states.ts';
import { stateRateSentence } from '../sentences/tax.ts';
import { useSettings } from '../use-store.ts';
import { NumberField } from './number-field.tsx';

/** What the estimate needs to know; stays on this device like everything else. */
export function TaxProfileForm(): ReactElement {
  const profile = useSettings((s) => s.profile);
  const isConfirmed = useSettings((s) => s.profileConfirmed);
  const homeState = useSettings((s) => s.homeState);
  const choose = (state: string): void =>
    setHomeState(state || null, startingRate(state, profile.year)?.rate ?? null);
  return (
    <div className="stack-s">
      {isConfirmed ? null : (
        <p className="callout small">
          These are assumptions until you change them: single, $100,000 of wages, 5 % state tax.
        </p>
      )}
      <div className="map-grid">
        <label>
          <span>Filing status</span>
          <select
            className="select-plain"
            value={profile.status}
            onChange={(e) => setProfile({ status: e.target.value as FilingStatus })}
            data-testid="filing-status"
          >
            {Object.entries(STATUS_LABELS).map(([value, label]) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </select>
        </label>
        <NumberField
          label="Wages and other income, $"
          value={profile.ordinaryIncome / 100}
          onCommit={(n) => setProfile({ ordinaryIncome: cents(Math.round(n * 100)) })}
          testId="income"
        />
        <label>
          <span>State</span>
          <select
            className="select-plain"
            value={homeState ?? ''}
            onChange={(e) => choose(e.target.value)}
            data-testid="home-state"
          >
            <option value="">not chosen</option>
            {Object.entries(STATE_NAMES).map(([code, name]) => (
              <option key={code} value={code}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <NumberField
          label="State rate on gains, %"
          value={Math.round(profile.stateRate * 100_000) / 1000}
          max={15}
          onCommit={(n) => setProfile({ stateRate: n / 100 })}
          testId="state-rate"
        />
        <NumberField
          label="Short-term loss carried in, $"
          value={profile.carryoverShort / 100}
          onCommit={(n) => setProfile({ carryoverShort: cents(Math.round(n * 100)) })}
        />
        <NumberField
          label="Long-term loss carried in, $"
          value={profile.carryoverLong / 100}
          onCommit={(n) => setProfile({ carryoverLong: cents(Math.round(n * 100)) })}
        />
      </div>
      {homeState === null ? null : (
        <p className="small muted" data-testid="state-source">
          {stateRateSentence(homeState, profile.year)}
        </p>
      )}
    </div>
  );
}
