import { Button } from '@mantine/core';
import { useState, type ReactElement } from 'react';
import { foreignRequestRefused, policyInForce, type RequestSeen } from '../../stores/network.ts';
import { bytesText, plural } from '../format/number.ts';
import { Tag } from './marks.tsx';
import { SectionHead } from './page-head.tsx';
import { Table } from './table.tsx';

/** The policy this page carries, and a way to try it. */
export function Policy(): ReactElement {
  const policy = policyInForce();
  const [refused, setRefused] = useState<boolean | null>(null);
  return (
    <section aria-labelledby="policy">
      <SectionHead title="The browser holds Keepfolio to it" id="policy">
        This page carries a content-security policy. Under it the browser itself refuses any connection to
        another address.
      </SectionHead>
      {policy ? (
        <ul className="plain-list" data-testid="csp">
          {policy.split(';').map((part) => {
            const [name = '', ...sources] = part.trim().split(/\s+/);
            return (
              <li key={name} className="row-between">
                <strong>{name}</strong>
                <span>{sources.join(' ')}</span>
              </li>
            );
          })}
        </ul>
      ) : (
        <p className="callout" data-tone="problem">
          No policy was found in this page. It may have been changed on its way here.
        </p>
      )}
      <div className="row" style={{ marginTop: 16 }}>
        <Button
          size="sm"
          variant="default"
          onClick={() => void foreignRequestRefused().then(setRefused)}
          data-testid="csp-probe"
        >
          Try to send something elsewhere
        </Button>
        <span aria-live="polite" data-testid="csp-probe-result">
          {refused === null
            ? ''
            : refused
              ? 'The browser refused it, as it should.'
              : 'The browser did not refuse it by policy. Do not trust this copy of the page.'}
        </span>
      </div>
    </section>
  );
}

/** Every request of this page, as the browser counted them. */
export function Requests({ requests }: { readonly requests: readonly RequestSeen[] }): ReactElement {
  return (
    <section aria-labelledby="requests">
      <SectionHead title="Requests made by this page" id="requests">
        As the browser counted them. Background workers are under the same policy and fetch only models and
        the market from the same address.
      </SectionHead>
      <details>
        <summary data-testid="requests-summary">{plural(requests.length, 'request')}</summary>
        <Table<RequestSeen>
          caption="Requests"
          rows={requests}
          rowKey={(r) => r.url}
          columns={[
            {
              key: 'url',
              head: 'Address',
              rowHead: true,
              render: (r) => <span className="address">{r.url.replace(location.origin, '')}</span>,
            },
            { key: 'kind', head: 'By', hidePhone: true, render: (r) => r.kind },
            {
              key: 'where',
              head: 'Where',
              render: (r) => (r.sameOrigin ? 'same address' : <Tag tone="problem">another address</Tag>),
            },
            {
              key: 'bytes',
              head: 'Received',
              num: true,
              render: (r) => (r.bytes > 0 ? bytesText(r.bytes) : 'cached'),
            },
          ]}
        />
      </details>
    </section>
  );
}
