import { useEffect, useState, type ReactElement } from 'react';
import { useStore } from 'zustand';
import { showTaxYear, taxStore, taxYears } from '../../stores/tax-store.ts';
import type { TaxYearView } from '../../stores/view-types.ts';
import { yearOf } from '../../core/iso-date.ts';
import { GainsByYear } from '../charts/lazy-charts.tsx';
import { Form8949 } from '../components/form-8949.tsx';
import { Figure } from '../components/figure.tsx';
import { IdenticalGroups } from '../components/identical-groups.tsx';
import { Gain, Money } from '../components/money.tsx';
import { PageHead, SectionHead } from '../components/page-head.tsx';
import { Failed, WithLedger, Working } from '../components/states.tsx';
import { TaxProfileForm } from '../components/tax-profile-form.tsx';
import { WashViews } from '../components/wash-views.tsx';
import { moneyText } from '../format/money.ts';
import { taxSentence } from '../sentences/tax.ts';
import { useLedger } from '../use-store.ts';

function Estimate({ tax }: { readonly tax: TaxYearView }): ReactElement {
  return (
    <dl className="figures" data-testid="tax-figures">
      <div>
        <dt>Net short-term</dt>
        <dd>
          <Gain amount={tax.netShort} />
        </dd>
      </div>
      <div>
        <dt>Net long-term</dt>
        <dd>
          <Gain amount={tax.netLong} />
        </dd>
      </div>
      <div>
        <dt>Federal tax on it</dt>
        <dd>
          <Money amount={tax.federal} />
        </dd>
      </div>
      <div>
        <dt>Net investment income tax</dt>
        <dd>
          <Money amount={tax.niit} />
        </dd>
      </div>
      <div>
        <dt>State</dt>
        <dd>
          <Money amount={tax.state} />
        </dd>
      </div>
      <div>
        <dt>Estimated in all</dt>
        <dd data-testid="tax-total">
          <Money amount={tax.total} />
        </dd>
      </div>
    </dl>
  );
}

function Netting({ tax }: { readonly tax: TaxYearView }): ReactElement | null {
  if (tax.deductibleLoss === 0 && tax.carryoverShort === 0 && tax.carryoverLong === 0) return null;
  return (
    <section aria-labelledby="netting">
      <SectionHead title="What the loss does" id="netting">
        Losses first cancel gains of their own kind, then of the other; up to $3,000 ($1,500 filing
        separately) of the rest lowers other income, and what is left is carried over (IRC 1211, 1212).
      </SectionHead>
      <ul className="plain-list">
        <li className="row-between">
          <span>Deducted from other income this year</span>
          <Money amount={tax.deductibleLoss} />
        </li>
        <li className="row-between">
          <span>Short-term loss carried to {tax.year + 1}</span>
          <Money amount={tax.carryoverShort} />
        </li>
        <li className="row-between">
          <span>Long-term loss carried to {tax.year + 1}</span>
          <Money amount={tax.carryoverLong} />
        </li>
      </ul>
    </section>
  );
}

function Years(): ReactElement {
  const byYear = useLedger((s) => s.view?.byYear);
  const rows = Object.entries(byYear ?? {})
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([year, t]) => ({ year, short: t.shortTerm / 100, long: t.longTerm / 100, totals: t }));
  if (rows.length === 0) return <></>;
  return (
    <Figure
      title="Realised gains and losses by year"
      unit="dollars; solid = long-term, hatched = short-term"
      head={[
        'Year',
        'Short-term',
        'Long-term',
        'Wash losses not counted',
        'Qualified dividends',
        'Other dividends',
        'Interest',
      ]}
      rows={rows.map(({ year, totals: t }) => [
        year,
        moneyText(t.shortTerm),
        moneyText(t.longTerm),
        moneyText(t.washDisallowed),
        moneyText(t.dividendsQualified),
        moneyText(t.dividendsOrdinary),
        moneyText(t.interest),
      ])}
      testId="gains-by-year"
    >
      <GainsByYear data={rows} />
    </Figure>
  );
}

function Tax(): ReactElement {
  const asOf = useLedger((s) => s.asOf);
  const now = yearOf(asOf);
  const years = taxYears(now);
  const [year, setYear] = useState(now);
  const state = useStore(taxStore);
  useEffect(() => {
    void showTaxYear(year);
  }, [year]);
  const tax = state.year === year ? state.view : null;
  return (
    <>
      <PageHead title="Tax" lead={tax ? taxSentence(tax, year < now) : `Working out ${year} …`}>
        <span className="row">
          <label>
            Year{' '}
            <select
              className="select-plain"
              value={year}
              onChange={(e) => setYear(Number(e.target.value))}
              data-testid="tax-year"
            >
              {years.map((y) => (
                <option key={y} value={y}>
                  {y}
                </option>
              ))}
            </select>
          </label>
          <span>An estimate at your own bracket. It knows only the accounts imported here.</span>
        </span>
      </PageHead>
      <div className="stack">
        {state.status === 'failed' && state.error ? (
          <Failed error={state.error} retry={() => void showTaxYear(year)} />
        ) : null}
        {state.status === 'loading' && !tax ? (
          <Working title={`Tax of ${year}`} stage="netting gains and losses" fraction={null} />
        ) : null}
        {tax ? <Estimate tax={tax} /> : null}
        <section aria-labelledby="profile">
          <SectionHead title="Your situation" id="profile" />
          <TaxProfileForm />
        </section>
        <Years />
        {tax ? <Netting tax={tax} /> : null}
        {tax ? <Form8949 tax={tax} /> : null}
        <IdenticalGroups />
        <WashViews />
      </div>
    </>
  );
}

/** What the year's sales cost in tax, and the rows behind it. */
export function TaxPage(): ReactElement {
  return (
    <WithLedger
      title="Tax"
      empty="Here you will see each year’s realised gains, what they cost in tax at your own bracket, and the Form 8949 rows."
    >
      <Tax />
    </WithLedger>
  );
}
