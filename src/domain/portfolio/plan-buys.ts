import { cents } from '../../core/money.ts';
import { QUANTITY_ONE, quantity, valueOf, type UnitPrice } from '../../core/quantity.ts';
import type { PlanInput } from './plan-input.ts';
import type { Holdings } from './plan-values.ts';
import type { PlannedTrade } from './types.ts';

export interface BuyRequest {
  readonly input: PlanInput;
  readonly held: Holdings;
  /** Cents each symbol should be worth. */
  readonly want: ReadonlyMap<string, number>;
  /** Cents there are to spend, costs taken off. */
  readonly budget: number;
  /** Symbols this plan sells: never bought back in the same plan. */
  readonly sold: ReadonlySet<string>;
  readonly lossSales: ReadonlySet<string>;
  /** Trades left under the limit; null = no limit. */
  readonly room: number | null;
  /** Smaller buys are left out, cents. */
  readonly smallest: number;
  readonly notes: string[];
}

const COIN_STEP = 1000;

/** The account that holds most taxable money: where new shares go. */
function mainAccount(held: Holdings, input: PlanInput): string {
  const worth = new Map<string, number>();
  for (const lots of held.lots.values()) {
    for (const lot of lots) {
      const price = input.prices.get(lot.symbol) as UnitPrice;
      const taxable = lot.accountType === 'taxable' ? 1e6 : 1;
      worth.set(lot.account, (worth.get(lot.account) ?? 0) + valueOf(lot.quantity, price) * taxable);
    }
  }
  const ranked = [...worth].toSorted((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  return ranked[0]?.[0] ?? input.lots[0]?.account ?? '';
}

/** Whether a symbol may be bought now; says why not. */
function mayBuy(symbol: string, r: BuyRequest): boolean {
  if (r.sold.has(symbol) || r.input.constraints.exclude.includes(symbol)) return false;
  const clean = r.input.noBuyUntil.get(symbol);
  if (clean === undefined || clean <= r.input.date) return true;
  r.notes.push(`${symbol}: not bought before ${clean}, because it was sold at a loss within 30 days.`);
  return false;
}

/** Buys of what is under its target, in proportion to what is missing and within the cash there is. */
export function planBuys(r: BuyRequest): PlannedTrade[] {
  const account = mainAccount(r.held, r.input);
  const missing = [...r.want]
    .map(([symbol, want]) => ({ symbol, short: want - (r.held.value.get(symbol) ?? 0) }))
    .filter((m) => m.short >= Math.max(1, r.smallest) && mayBuy(m.symbol, r))
    .toSorted((a, b) => b.short - a.short || (a.symbol < b.symbol ? -1 : 1));
  const kept = r.room === null ? missing : missing.slice(0, r.room);
  const total = kept.reduce((a, m) => a + m.short, 0);
  const scale = total > 0 ? Math.min(1, Math.max(0, r.budget) / total) : 0;
  return kept.flatMap(({ symbol, short }): PlannedTrade[] => {
    const price = r.input.prices.get(symbol) as UnitPrice;
    const step = r.input.fractional.has(symbol) ? COIN_STEP : QUANTITY_ONE;
    const units = Math.floor(((short * scale) / 100 / (price / QUANTITY_ONE)) * (QUANTITY_ONE / step)) * step;
    if (units <= 0) return [];
    const bought = quantity(units);
    return [
      {
        side: 'buy',
        symbol,
        account,
        quantity: bought,
        price,
        amount: valueOf(bought, price),
        lots: [],
        reason: (r.held.value.get(symbol) ?? 0) > 0 ? 'below its target' : 'new in your target',
        estimatedTax: cents(0),
      },
    ];
  });
}
