import { KeepfolioError } from '../../core/errors.ts';
import { dateOfDayNumber, dayNumber, type IsoDate } from '../../core/iso-date.ts';
import { ASSET_CLASSES, SECTORS, type AssetMeta, type Panel } from './panel.ts';
import {
  LOG_PRICE_STEP,
  readPrices,
  readSteps,
  VOLUME_GRID,
  writePrices,
  writeSteps,
  YIELD_GRID,
} from './series-codec.ts';
import { VarintReader, VarintWriter } from './varint.ts';

/**
 * A market bundle, one file a browser downloads whole:
 *
 *   0  "KFMB"            4  version (1 byte), 3 zero bytes
 *   8  SHA-256 of everything from byte 40 on
 *  40  header length (u32, little endian), header (JSON), then varints:
 *      the days (first in the header) as gaps; per asset its closes; per asset volume, then yield, where the header says so
 */
const MAGIC = [0x4b, 0x46, 0x4d, 0x42];
const VERSION = 1;
const BODY = 40;
/** 40 million closes: far above any universe, far below what would exhaust a phone through a forged header. */
const MAX_CELLS = 40_000_000;

/** SHA-256 of bytes, e.g. `(b) => crypto.subtle.digest('SHA-256', b)`. */
export type Sha256 = (bytes: Uint8Array<ArrayBuffer>) => Promise<ArrayBuffer>;

interface Header {
  readonly assets: readonly AssetMeta[];
  readonly days: number;
  readonly firstDay: number;
  readonly step: number;
  readonly volume: boolean;
  readonly yield: boolean;
  readonly synthetic: boolean;
}

const hex = (bytes: Uint8Array): string => Array.from(bytes, (b) => b.toString(16).padStart(2, '0')).join('');

const corrupt = (why: string): KeepfolioError =>
  new KeepfolioError(
    'bundle-corrupt',
    `The market bundle is damaged: ${why}.`,
    'Download or build it again.',
  );

/** Writes a panel as a bundle. Closes are kept within PRICE_ERROR (5.1e-6 relative), volume within 1 %, yield within 0.5 bp. */
export async function encodeBundle(panel: Panel, sha256: Sha256): Promise<Uint8Array<ArrayBuffer>> {
  const T = panel.dates.length;
  const out = new VarintWriter();
  let previous = T > 0 ? dayNumber(panel.dates[0] as IsoDate) : 0;
  const header: Header = {
    assets: panel.assets.map(({ symbol, name, assetClass, sector, isFund, isHome }) => ({
      symbol,
      name,
      assetClass,
      sector,
      isFund,
      isHome,
    })),
    days: T,
    firstDay: previous,
    step: LOG_PRICE_STEP,
    volume: panel.dollarVolume !== null,
    yield: panel.dividendYield !== null,
    synthetic: panel.synthetic,
  };
  for (const date of panel.dates) {
    const day = dayNumber(date);
    out.unsigned(day - previous);
    previous = day;
  }
  const each = (data: Float32Array, write: (series: Float32Array) => void): void =>
    panel.assets.forEach((_, i) => write(data.subarray(i * T, (i + 1) * T)));
  each(panel.close, (s) => writePrices(out, s));
  if (panel.dollarVolume) each(panel.dollarVolume, (s) => writeSteps(out, s, VOLUME_GRID));
  if (panel.dividendYield) each(panel.dividendYield, (s) => writeSteps(out, s, YIELD_GRID));

  const head = new TextEncoder().encode(JSON.stringify(header));
  const bytes = new Uint8Array(BODY + 4 + head.length + out.length);
  bytes.set(MAGIC);
  bytes[4] = VERSION;
  new DataView(bytes.buffer).setUint32(BODY, head.length, true);
  bytes.set(head, BODY + 4);
  bytes.set(out.finish(), BODY + 4 + head.length);
  bytes.set(new Uint8Array(await sha256(bytes.slice(BODY))), 8);
  return bytes;
}

/** True when the bytes begin like a market bundle. */
export const isBundle = (bytes: Uint8Array): boolean => MAGIC.every((b, i) => bytes[i] === b);

/** The content hash a bundle states (hex). @throws KeepfolioError "bundle-unknown" | "bundle-version" when it is none of ours. */
export function bundleHash(bytes: Uint8Array): string {
  if (!isBundle(bytes) || bytes.length < BODY + 4) {
    throw new KeepfolioError(
      'bundle-unknown',
      'This file is not a market bundle.',
      'Make one with: keepfolio market build',
    );
  }
  if (bytes[4] !== VERSION) {
    throw new KeepfolioError(
      'bundle-version',
      `The market bundle has format version ${bytes[4]}, not ${VERSION}.`,
      'Build it again with this version.',
    );
  }
  return hex(bytes.subarray(8, BODY));
}

/** Checks a bundle against its stated hash and returns it. @throws KeepfolioError "bundle-corrupt" when a byte was changed. */
export async function verifyBundle(bytes: Uint8Array, sha256: Sha256): Promise<string> {
  const stated = bundleHash(bytes);
  const found = hex(new Uint8Array(await sha256(bytes.slice(BODY))));
  if (stated !== found)
    throw corrupt(`its content hash is ${found.slice(0, 12)}…, not ${stated.slice(0, 12)}…`);
  return stated;
}

function readHeader(bytes: Uint8Array): { header: Header; at: number } {
  bundleHash(bytes);
  const length = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(BODY, true);
  const at = BODY + 4 + length;
  if (at > bytes.length) throw corrupt('it is cut short');
  let doc: Partial<Header> | null;
  try {
    doc = JSON.parse(new TextDecoder().decode(bytes.subarray(BODY + 4, at))) as Partial<Header> | null;
  } catch {
    throw corrupt('its header cannot be read');
  }
  const ok =
    doc !== null &&
    Array.isArray(doc.assets) &&
    Number.isSafeInteger(doc.days) &&
    Number.isSafeInteger(doc.firstDay) &&
    doc.step === LOG_PRICE_STEP &&
    doc.assets.every(isAsset) &&
    (doc.days as number) >= 0 &&
    doc.assets.length * (doc.days as number) <= MAX_CELLS;
  if (!ok) throw corrupt('its header does not make sense');
  return { header: doc as Header, at };
}

const isAsset = (a: Partial<AssetMeta> | null): boolean =>
  a !== null &&
  typeof a === 'object' &&
  typeof a.symbol === 'string' &&
  typeof a.name === 'string' &&
  ASSET_CLASSES.some((c) => c === a.assetClass) &&
  (a.sector === null || SECTORS.some((s) => s === a.sector));

/**
 * Reads a bundle (without checking its hash: see openBundle).
 * @throws KeepfolioError "bundle-unknown" | "bundle-version" | "bundle-corrupt".
 */
export function decodeBundle(bytes: Uint8Array): Panel {
  const { header, at } = readHeader(bytes);
  const T = header.days;
  const from = new VarintReader(bytes, at);
  const block = (read: (series: Float32Array) => void): Float32Array => {
    const data = new Float32Array(header.assets.length * T);
    header.assets.forEach((_, i) => read(data.subarray(i * T, (i + 1) * T)));
    return data;
  };
  try {
    let day = header.firstDay;
    const dates = Array.from({ length: T }, () => dateOfDayNumber((day += from.unsigned())));
    const close = block((s) => readPrices(from, s));
    const dollarVolume = header.volume ? block((s) => readSteps(from, s, VOLUME_GRID)) : null;
    const dividendYield = header.yield ? block((s) => readSteps(from, s, YIELD_GRID)) : null;
    return {
      assets: header.assets,
      dates,
      close,
      dollarVolume,
      dividendYield,
      synthetic: header.synthetic === true,
    };
  } catch (e) {
    if (e instanceof RangeError) throw corrupt(e.message);
    throw e;
  }
}

/** Verifies and reads a bundle: what everything that loads one calls. */
export async function openBundle(
  bytes: Uint8Array,
  sha256: Sha256,
): Promise<{ readonly panel: Panel; readonly hash: string }> {
  const hash = await verifyBundle(bytes, sha256);
  return { panel: decodeBundle(bytes), hash };
}
