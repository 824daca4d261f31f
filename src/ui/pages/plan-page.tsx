import type { ReactElement } from 'react';
import { PageHead } from '../components/page-head.tsx';

export function PlanPage(): ReactElement {
  return <PageHead title="Plan" lead="…" />;
}
