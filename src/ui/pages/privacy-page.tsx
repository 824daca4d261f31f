import type { ReactElement } from 'react';
import { PageHead } from '../components/page-head.tsx';

export function PrivacyPage(): ReactElement {
  return <PageHead title="Privacy" lead="…" />;
}
