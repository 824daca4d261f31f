import type { Panel } from '../domain/market/panel.ts';

/*
 * Names what a panel says up to a day by its content, so that results computed from it stay valid in a panel that only
 * goes on: a new day appended, the same bundle read again. Two 32-bit lanes; not cryptographic, nothing hostile is kept
 * out by it.
 */
const LANES = [
  { start: 0x811c9dc5, prime: 0x01000193 },
  { start: 0x9e3779b9, prime: 0x85ebca6b },
] as const;

/** Adds every value of an N*T block to the hash of its day; rows are read in the order they lie in memory. */
function mixBlock(lane: Int32Array, block: Float32Array, assets: number, prime: number): void {
  const bits = new Int32Array(block.buffer, block.byteOffset, block.length);
  const days = lane.length;
  for (let i = 0; i < assets; i++) {
    const row = i * days;
    for (let d = 0; d < days; d++)
      lane[d] = Math.imul((lane[d] as number) ^ (bits[row + d] as number), prime);
  }
}

function mixText(seed: number, text: string, prime: number): number {
  let h = seed;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), prime);
  return h;
}

/** What can be looked up about the assets; symbols count, names do not (nothing is computed from them). */
const lookUp = (panel: Panel): string =>
  JSON.stringify(panel.assets.map((a) => [a.symbol, a.assetClass, a.sector, a.isFund, a.isHome]));

function lanesOf(panel: Panel): readonly Int32Array[] {
  const blocks = [panel.close, panel.dollarVolume, panel.dividendYield];
  return LANES.map(({ start, prime }) => {
    const lane = new Int32Array(panel.dates.length).fill(start);
    blocks.forEach((block, k) => {
      if (block) mixBlock(lane, block, panel.assets.length, prime);
      // A missing block is not the same as a block of zeros.
      for (let d = 0; d < lane.length; d++)
        lane[d] = Math.imul((lane[d] as number) ^ (block ? k + 1 : 0), prime);
    });
    let before = mixText(start, lookUp(panel), prime);
    for (let d = 0; d < lane.length; d++) {
      before = Math.imul(before ^ (lane[d] as number), prime) + 1;
      lane[d] = before;
    }
    return lane;
  });
}

const known = new WeakMap<Panel, readonly Int32Array[]>();

/**
 * Equal for two panels that hold the same assets and the same numbers up to and including day t, whatever follows.
 * The first call reads the whole panel once (about 1 ms per 400,000 closes); panels are never changed in place.
 */
export function panelFingerprint(panel: Panel, t: number): string {
  let lanes = known.get(panel);
  if (!lanes) known.set(panel, (lanes = lanesOf(panel)));
  return lanes.map((lane) => ((lane[t] as number) >>> 0).toString(36)).join('.');
}

/** Names a series by its content: two lanes over the bits of its numbers, and its length. */
export function seriesFingerprint(series: Float32Array): string {
  const bits = new Int32Array(series.buffer, series.byteOffset, series.length);
  const hashes = LANES.map(({ start, prime }) => {
    let h: number = start;
    for (let i = 0; i < bits.length; i++) {
      h = Math.imul(h ^ (bits[i] as number), prime);
      h ^= h >>> 15;
    }
    return (h >>> 0).toString(36);
  });
  return `${series.length}.${hashes.join('.')}`;
}
