import { lazy, Suspense, useEffect, type ReactElement } from 'react';
import { MantineProvider } from '@mantine/core';
import './theme/fonts.css';
import './theme/mantine-shell.ts';
import './theme/app.css';
import { openSample } from './actions.ts';
import { Boundary } from './components/boundary.tsx';
import { Frame } from './frame.tsx';
import { StartPage } from './pages/start-page.tsx';
import { useRoute, type PageName } from './router.ts';
import { colorSchemeManager, theme } from './theme/theme.ts';

// Each page is its own chunk; charts and heavy components come with the page that needs them.
const pages: Readonly<Record<Exclude<PageName, 'start'>, React.LazyExoticComponent<() => ReactElement>>> = {
  import: lazy(() => import('./pages/import-page.tsx').then((m) => ({ default: m.ImportPage }))),
  holdings: lazy(() => import('./pages/holdings-page.tsx').then((m) => ({ default: m.HoldingsPage }))),
  tax: lazy(() => import('./pages/tax-page.tsx').then((m) => ({ default: m.TaxPage }))),
  you: lazy(() => import('./pages/you-page.tsx').then((m) => ({ default: m.YouPage }))),
  plan: lazy(() => import('./pages/plan-page.tsx').then((m) => ({ default: m.PlanPage }))),
  why: lazy(() => import('./pages/why-page.tsx').then((m) => ({ default: m.WhyPage }))),
  'look-back': lazy(() => import('./pages/look-back-page.tsx').then((m) => ({ default: m.LookBackPage }))),
  quality: lazy(() => import('./pages/quality-page.tsx').then((m) => ({ default: m.QualityPage }))),
  privacy: lazy(() => import('./pages/privacy-page.tsx').then((m) => ({ default: m.PrivacyPage }))),
};

function Page({ name }: { readonly name: PageName }): ReactElement {
  if (name === 'start') return <StartPage />;
  const Lazy = pages[name];
  return (
    <Suspense fallback={<p className="muted">Opening the page …</p>}>
      <Lazy />
    </Suspense>
  );
}

/** The whole application. */
export function App(): ReactElement {
  const route = useRoute();
  useEffect(() => {
    if (route.sample) void openSample(route.sample);
  }, [route.sample]);
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto" colorSchemeManager={colorSchemeManager}>
      <Frame page={route.page}>
        <Boundary key={route.page}>
          <Page name={route.page} />
        </Boundary>
      </Frame>
    </MantineProvider>
  );
}
