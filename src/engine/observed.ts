import { KeepfolioError } from '../core/errors.ts';
import type { IsoDate } from '../core/iso-date.ts';
import { lastIndexOnOrBefore } from '../domain/market/as-of.ts';
import type { Panel } from '../domain/market/panel.ts';
import { METADATA, METADATA_COUNT, metadataSection } from '../features/metadata.ts';
import { METADATA_CLIP, scaleMetadata, type MetadataConstants } from '../features/metadata-scale.ts';
import { metadataWords } from '../features/metadata-words.ts';

/** One of the 50 numbers of one asset. */
export interface ObservedNumber {
  readonly name: string;
  readonly label: string;
  /** In plain words. */
  readonly words: string;
  readonly unit: string;
  readonly formula: string;
  /** In the unit; 0 where not known. */
  readonly value: number;
  /** What the network is handed: centred, divided by its spread, clipped to [-3, 3]; 0 where not known. */
  readonly scaled: number;
  readonly known: boolean;
  /** The scaled number was cut at the clip. */
  readonly clipped: boolean;
  /** It was known in training; else the network never learned to use it and is handed 0. */
  readonly trained: boolean;
}

export interface Observed {
  /** The trading day the numbers stand for. */
  readonly date: IsoDate;
  readonly numbers: readonly ObservedNumber[];
}

/**
 * All the encoder is told about one asset beside its prices, from closes up to and including `asOf`.
 * @throws KeepfolioError "symbol-unknown", "as-of-too-early"
 */
export function observedNumbers(
  panel: Panel,
  symbol: string,
  asOf: IsoDate,
  constants: MetadataConstants,
): Observed {
  const row = panel.assets.findIndex((a) => a.symbol === symbol);
  if (row < 0)
    throw new KeepfolioError(
      'symbol-unknown',
      `No prices for ${symbol} in this market.`,
      'Add a price file for it.',
    );
  const t = lastIndexOnOrBefore(panel.dates, asOf);
  if (t < 0)
    throw new KeepfolioError(
      'as-of-too-early',
      `The market data begins ${panel.dates[0] ?? 'nowhere'}, after ${asOf}.`,
      'Choose a later date.',
    );
  const section = metadataSection(panel, t);
  const scaled = scaleMetadata(section, constants);
  const numbers = METADATA.map((m, k): ObservedNumber => {
    const at = row * METADATA_COUNT + k;
    return {
      ...m,
      words: metadataWords(m.name),
      value: section.raw[at] as number,
      scaled: scaled[at] as number,
      known: section.known[at] === 1,
      clipped: Math.abs(scaled[at] as number) >= METADATA_CLIP,
      trained: (constants.spread[k] ?? 0) > 0,
    };
  });
  return { date: panel.dates[t] as IsoDate, numbers };
}
