import { lastIndexOnOrBefore } from './as-of.ts';
import type { Panel } from './panel.ts';
import type { PriceTable } from './price-table.ts';

/**
 * Gives a panel its dollar volume from sparse (month-end) values in millions: each is carried forward until the next is known,
 * and 0 where the asset is not listed.
 */
export function withSparseVolume(panel: Panel, table: PriceTable): Panel {
  const M = table.dates.length;
  const T = panel.dates.length;
  const rows = panel.dates.map((d) => lastIndexOnOrBefore(table.dates, d));
  const column = new Map(table.symbols.map((s, i) => [s, i]));
  const dollarVolume = panel.dollarVolume ? panel.dollarVolume.slice() : new Float32Array(panel.close.length);
  panel.assets.forEach((asset, i) => {
    const c = column.get(asset.symbol);
    if (c === undefined) return;
    for (let t = 0; t < T; t++) {
      const row = rows[t] as number;
      const listed = (panel.close[i * T + t] as number) > 0;
      dollarVolume[i * T + t] = listed && row >= 0 ? (table.close[c * M + row] as number) : 0;
    }
  });
  return { ...panel, dollarVolume };
}
