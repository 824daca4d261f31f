import { useEffect, useState, type ComponentType, type ReactElement } from 'react';
import { inTurn } from './in-turn.ts';

/** Charts come in their own chunk, after the words and figures of a page, and one after the other. */
function afterWords<P extends object>(
  load: () => Promise<ComponentType<P>>,
  height: number,
): (props: P) => ReactElement {
  return function AfterWords(props) {
    const [Chart, setChart] = useState<ComponentType<P> | null>(null);
    useEffect(() => {
      let isGone = false;
      let takeBack = (): void => {};
      const put = async (): Promise<void> => {
        try {
          const Loaded = await load();
          if (!isGone) takeBack = inTurn(() => setChart(() => Loaded));
        } catch (e) {
          setChart(() => {
            throw e; // where the page shows what went wrong
          });
        }
      };
      void put();
      return () => {
        isGone = true;
        takeBack();
      };
    }, []);
    return Chart ? (
      <Chart {...props} />
    ) : (
      <div style={{ height }} className="muted small" role="status">
        Drawing the chart …
      </div>
    );
  };
}

export const GainsByYear = afterWords(() => import('./gains-by-year.tsx').then((m) => m.GainsByYear), 240);
export const FanChart = afterWords(() => import('./fan-chart.tsx').then((m) => m.FanChart), 300);
export const ValueCurves = afterWords(() => import('./value-curves.tsx').then((m) => m.ValueCurves), 320);
