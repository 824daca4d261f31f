import type { IsoDate } from '../../core/iso-date.ts';
import type { Panel } from '../../domain/market/panel.ts';
import type { EncodeCache } from '../../engine/encode-cache.ts';
import { marketMap } from '../../engine/market-map.ts';
import { observedNumbers } from '../../engine/observed.ts';
import type { JobProgress } from '../contracts/parts.ts';
import type { MarketMapView, ObservedView } from '../contracts/model-views.ts';
import { cancelledError, type CallContext } from '../rpc/serve.ts';
import type { Models } from './models.ts';

const lastDay = (panel: Panel): IsoDate => panel.dates.at(-1) as IsoDate;

/** The map of the market's last day; between batches of assets it hears a cancellation. */
export async function mapOf(
  panel: Panel,
  held: readonly string[],
  models: Models,
  cache: EncodeCache,
  { progress, isCancelled }: CallContext<JobProgress>,
): Promise<MarketMapView> {
  progress({ stage: 'Reading the market', fraction: null });
  const onAssets = async (done: number, total: number): Promise<void> => {
    progress({ stage: 'Encoding assets', fraction: done / total });
    await new Promise((turn) => setTimeout(turn, 0));
    if (isCancelled()) throw cancelledError();
  };
  const { encoder, chronos } = models;
  const map = await marketMap({ panel, asOf: lastDay(panel), held, encoder, chronos, cache, onAssets });
  return { asOf: map.date, points: map.points, explained: map.explained, leftOut: map.leftOut };
}

/** What the encoder is handed of one asset on the market's last day. */
export function observedOf(panel: Panel, symbol: string, models: Models): ObservedView {
  const { date, numbers } = observedNumbers(panel, symbol, lastDay(panel), models.encoder.config.metadata);
  return { symbol, asOf: date, numbers };
}
