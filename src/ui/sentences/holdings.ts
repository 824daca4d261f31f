import type { Position, Totals } from '../../stores/view-types.ts';
import { dollarsText } from '../format/money.ts';
import { listText, plural } from '../format/number.ts';

/** The first sentence of the holdings page: how far up or down, and what of it is short-term. */
export function holdingsSentence(totals: Totals, positions: readonly Position[]): string {
  if (positions.length === 0) return 'Everything has been sold; there are no open lots.';
  const priced = positions.filter((p) => p.value !== null).length;
  if (priced === 0)
    return `You hold ${plural(positions.length, 'position')}, none with a price yet; lots, basis and tax work without.`;
  const worth = dollarsText(totals.value);
  if (totals.gain === 0) return `Your holdings are worth ${worth}, just what they cost.`;
  if (totals.gain > 0) {
    const start = `You are up ${dollarsText(totals.gain)} on holdings worth ${worth}`;
    if (totals.shortGain > 0)
      return `${start}; ${dollarsText(totals.shortGain)} of it would be taxed at your short-term rate.`;
    return `${start}; none of it would be taxed at your short-term rate.`;
  }
  return `You are down ${dollarsText(Math.abs(totals.gain) as Totals['gain'])} on holdings worth ${worth}.`;
}

/** What the figures leave out, or "" when they are complete. */
export function holdingsGaps(totals: Totals): string {
  const parts: string[] = [];
  if (totals.unpriced.length > 0)
    parts.push(`${listText(totals.unpriced)} ${totals.unpriced.length === 1 ? 'has' : 'have'} no price`);
  if (totals.basisMissing.length > 0)
    parts.push(
      `${listText(totals.basisMissing)} ${totals.basisMissing.length === 1 ? 'lacks' : 'lack'} a cost basis`,
    );
  return parts.length === 0 ? '' : `Not counted: ${parts.join('; ')}.`;
}
