import { daysBetween, type IsoDate } from '../../core/iso-date.ts';
import type { OpenLot, PlannedTrade } from '../../domain/portfolio/types.ts';
import type { WashRisk } from '../contracts/model-views.ts';

/** Days on either side of a loss sale in which a purchase disallows it (IRC 1091). */
const WINDOW_DAYS = 30;

/**
 * Looks over a finished plan for the three ways it could run into a wash sale: buying what was lately sold at a loss,
 * buying and loss-selling the same symbol, and loss-selling what was lately bought and is kept.
 * A second pair of eyes: it does not share code with the planner.
 */
export function washRisks(
  trades: readonly PlannedTrade[],
  asOf: IsoDate,
  noBuyUntil: readonly { readonly symbol: string; readonly until: IsoDate }[],
  openLots: readonly OpenLot[],
): readonly WashRisk[] {
  const risks: WashRisk[] = [];
  const buys = new Set(trades.filter((t) => t.side === 'buy').map((t) => t.symbol));
  const lossSales = trades.filter((t) => t.side === 'sell' && t.lots.some((l) => l.gain < 0));
  for (const { symbol, until } of noBuyUntil)
    if (buys.has(symbol) && until >= asOf)
      risks.push({ symbol, why: `sold at a loss lately; buying before ${until} would disallow that loss` });
  for (const sale of lossSales) {
    if (buys.has(sale.symbol))
      risks.push({ symbol: sale.symbol, why: 'sold at a loss and bought in the same plan' });
    const sold = new Set(sale.lots.map((l) => l.lotId));
    const fresh = openLots.find((l) => {
      const age = daysBetween(l.acquired, asOf);
      return l.symbol === sale.symbol && !sold.has(l.lotId) && age >= 0 && age <= WINDOW_DAYS;
    });
    if (fresh)
      risks.push({
        symbol: sale.symbol,
        why: `sold at a loss while shares bought on ${fresh.acquired} are kept`,
      });
  }
  return risks;
}
