import { memo, type ReactElement } from 'react';
import { ASSET_CLASSES, type AssetClass } from '../../domain/market/panel.ts';
import type { PlanView, PriceView } from '../../stores/view-types.ts';
import { seriesColor } from '../format/labels.ts';
import { percentText } from '../format/number.ts';
import { Figure } from './figure.tsx';

interface Bar {
  readonly symbol: string;
  readonly now: number;
  readonly next: number;
  readonly color: string;
}

const OTHERS = 'others';

/** The weights worth a bar, largest first; the long tail in one. */
function barsOf(plan: PlanView, prices: Readonly<Record<string, PriceView>>, shown: number): readonly Bar[] {
  const symbols = new Set([...Object.keys(plan.current), ...Object.keys(plan.target)]);
  const colorOf = (symbol: string): string => {
    const assetClass: AssetClass | undefined = symbol === 'cash' ? 'cash' : prices[symbol]?.assetClass;
    return assetClass ? seriesColor(ASSET_CLASSES.indexOf(assetClass)) : 'var(--rule-strong)';
  };
  const bars = [...symbols]
    .map((symbol) => ({
      symbol,
      now: plan.current[symbol] ?? 0,
      next: plan.target[symbol] ?? 0,
      color: colorOf(symbol),
    }))
    .filter((b) => b.now > 0.0005 || b.next > 0.0005)
    .toSorted((a, b) => Math.max(b.now, b.next) - Math.max(a.now, a.next));
  if (bars.length <= shown) return bars;
  const rest = bars.slice(shown - 1);
  const sum = (pick: (b: Bar) => number): number => rest.reduce((a, b) => a + pick(b), 0);
  return [
    ...bars.slice(0, shown - 1),
    { symbol: OTHERS, now: sum((b) => b.now), next: sum((b) => b.next), color: 'var(--rule-strong)' },
  ];
}

/** Current against target weight of each holding: thin grey is now, the coloured bar is the plan. */
export function Allocation({
  plan,
  prices,
  title,
}: {
  readonly plan: PlanView;
  readonly prices: Readonly<Record<string, PriceView>>;
  readonly title: string;
}): ReactElement {
  const bars = barsOf(plan, prices, 24);
  const top = Math.max(0.01, ...bars.map((b) => Math.max(b.now, b.next)));
  return (
    <Figure
      testId="allocation"
      title={title}
      unit="share of your holdings; thin grey = now, coloured = the plan"
      head={['Holding', 'Now', 'Plan', 'Change']}
      rows={() =>
        barsOf(plan, prices, 10_000).map((b) => [
          b.symbol,
          percentText(b.now),
          percentText(b.next),
          percentText(b.next - b.now, 1, true),
        ])
      }
    >
      <div className="alloc" role="img" aria-label="Current and planned weights; the table has the figures">
        <span className="small muted">Holding</span>
        <span />
        <span className="small muted num">now</span>
        <span className="small muted num">plan</span>
        {bars.map((b) => (
          <AllocationRow key={b.symbol} {...b} top={top} />
        ))}
      </div>
    </Figure>
  );
}

/** Drawn anew only where its own weights moved. */
const AllocationRow = memo(function AllocationRow({
  symbol,
  now,
  next,
  color,
  top,
}: Bar & { readonly top: number }): ReactElement {
  const width = (x: number): string => `${(x / top) * 100}%`;
  return (
    <>
      <span>{symbol === OTHERS ? 'all others' : symbol}</span>
      <span className="track">
        <span className="now" style={{ width: width(now) }} />
        <span className="then" style={{ width: width(next), background: color }} />
      </span>
      <span className="num muted">{percentText(now, 0)}</span>
      <span className="num">{percentText(next, 0)}</span>
    </>
  );
});
