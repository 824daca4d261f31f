import type { ReactElement } from 'react';
import { cents } from '../../core/money.ts';
import type { FilingStatus } from '../../domain/portfolio/types.ts';
import { setProfile } from '../../stores/settings-store.ts';
import { STATUS_LABELS } from '../format/labels.ts';
import { useSettings } from '../use-store.ts';
import { NumberField } from './number-field.tsx';

/** What the estimate needs to know; stays on this device like everything else. */
export function TaxProfileForm(): ReactElement {
  const profile = useSettings((s) => s.profile);
  const isConfirmed = useSettings((s) => s.profileConfirmed);
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
        <NumberField
          label="State rate on gains, %"
          value={Math.round(profile.stateRate * 10_000) / 100}
          max={15}
          onCommit={(n) => setProfile({ stateRate: n / 100 })}
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
    </div>
  );
}
