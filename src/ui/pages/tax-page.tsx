import type { ReactElement } from 'react';
import { PageHead } from '../components/page-head.tsx';

export function TaxPage(): ReactElement {
  return <PageHead title="Tax" lead="…" />;
}
