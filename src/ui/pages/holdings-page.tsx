import { useState, type ReactElement } from 'react';
import { METHOD_LABELS, accountName, ACCOUNT_TYPE_LABELS } from '../format/labels.ts';
import { setAccountType, setLotMethod } from '../../stores/settings-store.ts';
import type { LotMethod } from '../../stores/view-types.ts';
import type { AccountType } from '../../domain/ledger/transaction.ts';
import { cents } from '../../core/money.ts';
import { yearOf } from '../../core/iso-date.ts';
import { BrokerMatch } from '../components/broker-match.tsx';
import { BasisWorklist } from '../components/basis-worklist.tsx';
import { Gain, Money } from '../components/money.tsx';
import { NoHarvestList } from '../components/no-harvest-list.tsx';
import { PageHead, SectionHead } from '../components/page-head.tsx';
import { PositionsTable } from '../components/positions-table.tsx';
import { WithLedger } from '../components/states.tsx';
import { ImportsList, FindingsList } from '../components/ledger-lists.tsx';
import { NoBuyList, WashList } from '../components/wash-lists.tsx';
import { plural } from '../format/number.ts';
import { dateText } from '../format/date.ts';
import { holdingsGaps, holdingsSentence } from '../sentences/holdings.ts';
import { NONE, useLedger, useSettings } from '../use-store.ts';

function KeyFigures(): ReactElement | null {
  const totals = useLedger((s) => s.totals);
  const view = useLedger((s) => s.view);
  const year = yearOf(useLedger((s) => s.asOf));
  if (!totals || !view) return null;
  const now = view.byYear[String(year)];
  const cash = view.cash['USD'];
  return (
    <dl className="figures">
      <div>
        <dt>Value of what you hold</dt>
        <dd>
          <Money amount={totals.value} />
        </dd>
      </div>
      <div>
        <dt>Unrealised, short-term</dt>
        <dd>
          <Gain amount={totals.shortGain} />
        </dd>
      </div>
      <div>
        <dt>Unrealised, long-term</dt>
        <dd>
          <Gain amount={totals.longGain} />
        </dd>
      </div>
      <div>
        <dt>Realised in {year}</dt>
        <dd>
          <Gain amount={now ? cents(now.shortTerm + now.longTerm) : cents(0)} />
        </dd>
      </div>
      {cash === undefined ? null : (
        <div>
          <dt>Cash the rows add up to</dt>
          <dd>
            <Money amount={cash} />
            {cash < 0 ? <span className="small">deposits are missing from the files</span> : null}
          </dd>
        </div>
      )}
    </dl>
  );
}

function Accounts(): ReactElement {
  const accounts = useLedger((s) => s.view?.accounts ?? NONE);
  const settings = useSettings((s) => s.ledger);
  const names = accounts.length === 0 ? [''] : accounts;
  return (
    <section aria-labelledby="accounts">
      <SectionHead title="Accounts and lot methods" id="accounts">
        Which lots a sale uses up. A change is worked through all years at once; keep the method your broker
        reports.
      </SectionHead>
      <ul className="plain-list">
        {names.map((account) => (
          <li key={account} className="row-between">
            <strong>{accountName(account)}</strong>
            <span className="row">
              <label>
                <span className="small muted">Kind </span>
                <select
                  className="select-plain"
                  value={settings.accountTypes[account] ?? 'taxable'}
                  onChange={(e) => setAccountType(account, e.target.value as AccountType)}
                >
                  {Object.entries(ACCOUNT_TYPE_LABELS).map(([value, label]) => (
                    <option key={value} value={value}>
                      {label}
                    </option>
                  ))}
                </select>
              </label>
              <label>
                <span className="small muted">Lots </span>
                <select
                  className="select-plain"
                  data-testid="lot-method"
                  value={settings.methodByAccount[account] ?? settings.method}
                  onChange={(e) =>
                    names.length === 1
                      ? setLotMethod(e.target.value as LotMethod)
                      : setLotMethod(e.target.value as LotMethod, account)
                  }
                >
                  {Object.entries(METHOD_LABELS).map(([value, label]) => (
                    <option key={value} value={value}>
                      {label}
                    </option>
                  ))}
                </select>
              </label>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Holdings(): ReactElement {
  const totals = useLedger((s) => s.totals);
  const positions = useLedger((s) => s.positions);
  const asOf = useLedger((s) => s.asOf);
  const view = useLedger((s) => s.view);
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  if (!totals || !view) return <></>;
  const lots = view.openLots;
  return (
    <>
      <PageHead title="Holdings and lots" lead={holdingsSentence(totals, positions)}>
        {plural(positions.length, 'position')} in {plural(lots, 'lot')}, as of {dateText(asOf)}.{' '}
        {holdingsGaps(totals)}
      </PageHead>
      <div className="stack">
        <KeyFigures />
        <section aria-labelledby="positions">
          <div className="row-between">
            <SectionHead title="Positions" id="positions" />
            <button
              type="button"
              className="linkish"
              onClick={() => setOpen(open.size > 0 ? new Set() : new Set(positions.map((p) => p.symbol)))}
            >
              {open.size > 0 ? 'Close all lots' : 'Open all lots'}
            </button>
          </div>
          <PositionsTable
            positions={positions}
            open={open}
            onToggle={(symbol) => setOpen((now) => toggled(now, symbol))}
          />
        </section>
        <BrokerMatch />
        <BasisWorklist />
        <NoBuyList />
        <NoHarvestList />
        <WashList />
        <FindingsList />
        <Accounts />
        <ImportsList />
      </div>
    </>
  );
}

function toggled(set: ReadonlySet<string>, item: string): ReadonlySet<string> {
  const next = new Set(set);
  if (!next.delete(item)) next.add(item);
  return next;
}

/** What you hold, lot by lot. */
export function HoldingsPage(): ReactElement {
  return (
    <WithLedger
      title="Holdings and lots"
      empty="Here you will see each position, its lots, what they cost, what they gained and when they turn long-term."
    >
      <Holdings />
    </WithLedger>
  );
}
