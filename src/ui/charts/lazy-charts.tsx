import { lazy, Suspense, type ComponentType, type ReactElement } from 'react';

/** Charts come in their own chunk, after the words and figures of a page. */
function afterWords<P extends object>(
  load: () => Promise<ComponentType<P>>,
  height: number,
): (props: P) => ReactElement {
  const Chart = lazy(async () => ({ default: await load() }));
  return (props) => (
    <Suspense
      fallback={
        <div style={{ height }} className="muted small" role="status">
          Drawing the chart …
        </div>
      }
    >
      <Chart {...props} />
    </Suspense>
  );
}

export const GainsByYear = afterWords(() => import('./gains-by-year.tsx').then((m) => m.GainsByYear), 240);
export const ObjectiveRadar = afterWords(
  () => import('./objective-radar.tsx').then((m) => m.ObjectiveRadar),
  360,
);
export const LossCurve = afterWords(() => import('./loss-curve.tsx').then((m) => m.LossCurve), 240);
export const GoalHistory = afterWords(() => import('./goal-history.tsx').then((m) => m.GoalHistory), 300);
export const FanChart = afterWords(() => import('./fan-chart.tsx').then((m) => m.FanChart), 300);
export const ValueCurves = afterWords(() => import('./value-curves.tsx').then((m) => m.ValueCurves), 320);
