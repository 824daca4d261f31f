import type { ReactElement } from 'react';
import { PageHead } from '../components/page-head.tsx';

export function ImportPage(): ReactElement {
  return <PageHead title="Import" lead="…" />;
}
