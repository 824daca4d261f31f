import type { ReactElement } from 'react';
import { PageHead } from '../components/page-head.tsx';

export function WhyPage(): ReactElement {
  return <PageHead title="Why" lead="…" />;
}
