import type { ReactElement } from 'react';
import { PageHead } from '../components/page-head.tsx';

export function YouPage(): ReactElement {
  return <PageHead title="You" lead="…" />;
}
