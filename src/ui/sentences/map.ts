import type { MarketMapView, ObservedView } from '../../stores/view-types.ts';
import { ASSET_CLASS_LABELS } from '../format/labels.ts';
import { percentText, plural } from '../format/number.ts';

/** Which two holdings the model takes for most alike, from the lists of nearest assets. */
function closestPair(points: MarketMapView['points']): readonly [string, string] | null {
  const held = points.filter((p) => p.held);
  let best: { pair: readonly [string, string]; away: number } | null = null;
  for (const a of held) {
    const near = held.find((b) => b.symbol === a.alike[0]);
    if (!near) continue;
    const away = Math.hypot(a.x - near.x, a.y - near.y);
    if (!best || away < best.away) best = { pair: [a.symbol, near.symbol], away };
  }
  return best?.pair ?? null;
}

/** The finding of the map: where the holdings stand in the market. */
export function mapTitle({ points }: MarketMapView): string {
  const held = points.filter((p) => p.held);
  if (held.length === 0) return `${plural(points.length, 'asset')}, none of them yours`;
  const classes = new Set(held.map((p) => p.assetClass)).size;
  const pair = closestPair(points);
  const where = `${plural(held.length, 'holding')} of yours in ${plural(classes, 'class', 'classes')}, among ${plural(points.length, 'asset')}`;
  return pair ? `${where}; ${pair[0]} and ${pair[1]} look most alike` : where;
}

/** What the axes are, and how much of the truth a flat map can hold. */
export function mapUnit({ explained, leftOut }: MarketMapView): string {
  const share = percentText(explained[0] + explained[1], 0);
  const out = leftOut > 0 ? ` ${plural(leftOut, 'asset')} more did not fit.` : '';
  return `near = alike to the model; the two axes (principal components) hold ${share} of what tells its 64 numbers apart.${out}`;
}

/** How much the model knows of an asset. */
export function observedSentence(
  view: ObservedView,
  point: MarketMapView['points'][number] | undefined,
): string {
  const known = view.numbers.filter((n) => n.known).length;
  const clipped = view.numbers.filter((n) => n.clipped && n.unit !== '0 or 1').length;
  const kind = point ? `, one of the ${ASSET_CLASS_LABELS[point.assetClass].toLowerCase()}` : '';
  const extreme =
    clipped > 0
      ? ` ${clipped} ${clipped === 1 ? 'is' : 'are'} beyond what it saw in training and cut there.`
      : '';
  const rest = known < view.numbers.length ? '; the others count as average' : '';
  return `The model knows ${known} of the 50 numbers of ${view.symbol}${kind}${rest}.${extreme}`;
}
