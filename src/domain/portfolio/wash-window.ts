import { addDays, type IsoDate } from '../../core/iso-date.ts';
import type { OpenLot } from './types.ts';

/** Days before and after a loss sale in which a purchase washes the loss (IRC 1091(a)). */
export const WASH_DAYS = 30;

/**
 * Whether selling this lot at a loss on `date` could be washed by a purchase that already happened: other shares of the
 * symbol came in within 30 days, in any account. Stricter than the law (which matches share by share): a plan
 * should not need the finer point to be safe.
 */
export function isWashedByEarlierPurchase(lot: OpenLot, lots: readonly OpenLot[], date: IsoDate): boolean {
  const from = addDays(date, -WASH_DAYS);
  return lots.some(
    (l) => l.symbol === lot.symbol && l.lotId !== lot.lotId && l.acquired >= from && l.acquired <= date,
  );
}
