import { addDays, isoDate, type IsoDate } from '../core/iso-date.ts';
import { pcg32 } from '../core/rng.ts';
import { ASSET_CLASSES, SECTORS, type Panel } from '../domain/market/panel.ts';

/** A made-up panel for tests: a common factor, all classes, one late listing, one delisting, holes, volume. */
export function testPanel(seed: number, assets = 12, days = 420): Panel {
  const rng = pcg32(seed);
  const dates: IsoDate[] = Array.from({ length: days }, (_, d) => addDays(isoDate('2015-01-01'), d));
  const close = new Float32Array(assets * days);
  const dollarVolume = new Float32Array(assets * days);
  const factor = Array.from({ length: days }, () => 0.01 * rng.normal());
  for (let i = 0; i < assets; i++) {
    let level = 3 + rng.uniform();
    const beta = 0.3 + 1.2 * rng.uniform();
    const own = 0.004 + 0.02 * rng.uniform();
    for (let d = 0; d < days; d++) {
      level += beta * (factor[d] as number) + own * rng.normal();
      const listed = !(i === 1 && d < 300) && !(i === 2 && d > 350) && !(i === 3 && d % 17 === 0);
      if (!listed) continue;
      close[i * days + d] = Math.exp(level);
      if (i !== 4) dollarVolume[i * days + d] = Math.exp(2 + rng.normal());
    }
  }
  return {
    assets: Array.from({ length: assets }, (_, i) => ({
      symbol: `A${i}`,
      name: `Asset ${i}`,
      assetClass: ASSET_CLASSES[i % ASSET_CLASSES.length] ?? 'equity',
      sector: i % ASSET_CLASSES.length === 0 ? (SECTORS[i % SECTORS.length] ?? null) : null,
      isFund: i % 2 === 1,
      isHome: i % 3 !== 0,
    })),
    dates,
    close,
    dollarVolume,
    dividendYield: null,
    synthetic: true,
  };
}

/** The same panel with every close and volume after day t replaced by nonsense. */
export function withOtherFuture(panel: Panel, t: number): Panel {
  const days = panel.dates.length;
  const scramble = (x: Float32Array) => x.map((v, i) => (i % days > t ? 1 + ((i * 7919) % 1000) : v));
  return {
    ...panel,
    close: scramble(panel.close),
    dollarVolume: panel.dollarVolume && scramble(panel.dollarVolume),
    dividendYield: panel.dividendYield && scramble(panel.dividendYield),
  };
}

/** The same panel as it stood at the end of day t. */
export function throughDay(panel: Panel, t: number): Panel {
  const days = panel.dates.length;
  const cut = (x: Float32Array) => x.filter((_, i) => i % days <= t);
  return {
    ...panel,
    dates: panel.dates.slice(0, t + 1),
    close: cut(panel.close),
    dollarVolume: panel.dollarVolume && cut(panel.dollarVolume),
    dividendYield: panel.dividendYield && cut(panel.dividendYield),
  };
}

/** The given rows of a panel. */
export function subPanel(panel: Panel, rows: readonly number[]): Panel {
  const days = panel.dates.length;
  const pick = (x: Float32Array) =>
    Float32Array.from(rows.flatMap((i) => Array.from(x.subarray(i * days, (i + 1) * days))));
  return {
    ...panel,
    assets: rows.map((i) => panel.assets[i] as Panel['assets'][number]),
    close: pick(panel.close),
    dollarVolume: panel.dollarVolume && pick(panel.dollarVolume),
    dividendYield: panel.dividendYield && pick(panel.dividendYield),
  };
}
