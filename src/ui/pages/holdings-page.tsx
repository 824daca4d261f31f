import type { ReactElement } from 'react';
import { PageHead } from '../components/page-head.tsx';

export function HoldingsPage(): ReactElement {
  return <PageHead title="Holdings" lead="…" />;
}
