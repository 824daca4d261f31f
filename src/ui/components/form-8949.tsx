import { Button } from '@mantine/core';
import type { ReactElement } from 'react';
import { report } from '../../stores/app-store.ts';
import { exportTax, more8949Rows } from '../../stores/tax-store.ts';
import type { Form8949Row, TaxYearView } from '../../stores/view-types.ts';
import { download } from '../actions.ts';
import { dateText } from '../format/date.ts';
import { moneyText } from '../format/money.ts';
import { plural } from '../format/number.ts';
import { Wash } from './marks.tsx';
import { Gain, Money } from './money.tsx';
import { SectionHead } from './page-head.tsx';
import { LongTable } from './long-table.tsx';

/** The year's rows as they go on Form 8949, and its exports. */
export function Form8949({ tax }: { readonly tax: TaxYearView }): ReactElement {
  const save = (format: '8949' | 'txf' | 'csv'): void =>
    void exportTax(tax.year, format).then((file) => download(file), report);
  return (
    <section aria-labelledby="f8949">
      <div className="row-between">
        <SectionHead title="Form 8949" id="f8949">
          {plural(tax.form8949.total, 'row')}, as they go on the form.
        </SectionHead>
        <span className="row no-print">
          <Button size="xs" variant="default" onClick={() => save('8949')} data-testid="export-8949">
            8949 as CSV
          </Button>
          <Button size="xs" variant="default" onClick={() => save('txf')}>
            TXF
          </Button>
          <Button size="xs" variant="default" onClick={() => save('csv')}>
            All sales as CSV
          </Button>
        </span>
      </div>
      {tax.form8949.total === 0 ? (
        <p className="muted">No sales in {tax.year}.</p>
      ) : (
        <LongTable<Form8949Row>
          caption={`Form 8949 rows of ${tax.year}`}
          testId="form-8949"
          part={tax.form8949}
          more={more8949Rows}
          rowKey={(r, i) => `${r.description}:${i}`}
          columns={[
            { key: 'box', head: 'Box', render: (r) => r.box, sort: (r) => r.box },
            {
              key: 'description',
              head: 'Description',
              rowHead: true,
              render: (r) => r.description,
              sort: (r) => r.description,
            },
            { key: 'acquired', head: 'Acquired', nowrap: true, hidePhone: true, render: (r) => r.acquired },
            { key: 'sold', head: 'Sold', nowrap: true, render: (r) => dateText(r.sold), sort: (r) => r.sold },
            {
              key: 'proceeds',
              head: 'Proceeds',
              num: true,
              hidePhone: true,
              render: (r) => <Money amount={r.proceeds} />,
            },
            {
              key: 'cost',
              head: 'Cost',
              num: true,
              hidePhone: true,
              render: (r) => <Money amount={r.cost} />,
            },
            {
              key: 'code',
              head: 'Code',
              hidePhone: true,
              render: (r) =>
                r.code === 'W' ? (
                  <Wash>{moneyText(r.adjustment)}</Wash>
                ) : r.code === '' ? (
                  ''
                ) : (
                  `${r.code} ${moneyText(r.adjustment)}`
                ),
            },
            {
              key: 'gain',
              head: 'Gain',
              num: true,
              render: (r) => <Gain amount={r.gain} />,
              sort: (r) => r.gain,
            },
          ]}
        />
      )}
    </section>
  );
}
