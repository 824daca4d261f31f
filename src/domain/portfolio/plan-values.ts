import { valueOf } from '../../core/quantity.ts';
import type { PlanInput } from './plan-input.ts';
import type { OpenLot } from './types.ts';

/** Worth of the account in cents, by symbol; only lots that have a price. */
export interface Holdings {
  readonly value: ReadonlyMap<string, number>;
  readonly lots: ReadonlyMap<string, readonly OpenLot[]>;
  /** Positions and cash (never below the positions: borrowed cash does not shrink the account). */
  readonly total: number;
  readonly cash: number;
}

/** Values every priced lot. */
export function holdingsOf(input: Pick<PlanInput, 'lots' | 'prices' | 'cash'>): Holdings {
  const value = new Map<string, number>();
  const lots = new Map<string, OpenLot[]>();
  let total = 0;
  for (const lot of input.lots) {
    const price = input.prices.get(lot.symbol);
    if (price === undefined || lot.quantity <= 0) continue;
    const worth = valueOf(lot.quantity, price);
    value.set(lot.symbol, (value.get(lot.symbol) ?? 0) + worth);
    const list = lots.get(lot.symbol);
    if (list) list.push(lot);
    else lots.set(lot.symbol, [lot]);
    total += worth;
  }
  const cash = Math.max(0, input.cash);
  return { value, lots, total: total + cash, cash };
}

/** Where the plan wants to arrive: cents by symbol, every priced symbol it holds or targets. */
export function desiredValues(input: PlanInput, held: Holdings, urgency: number): Map<string, number> {
  const { keep, exclude, buyOnly, cashNeeded } = input.constraints;
  const kept = new Set(keep);
  const banned = new Set(exclude);
  const symbols = new Set([
    ...held.value.keys(),
    ...Object.keys(input.target).filter((s) => input.prices.has(s)),
  ]);
  const investable = Math.max(0, held.total - cashNeeded);
  const out = new Map<string, number>();
  for (const s of [...symbols].toSorted()) {
    const now = held.value.get(s) ?? 0;
    const aim = (input.target[s] ?? 0) * investable;
    let want = banned.has(s) ? 0 : now + urgency * (aim - now);
    if (kept.has(s) || buyOnly) want = Math.max(want, now);
    out.set(s, want);
  }
  return freeCash(out, held, kept, investable, buyOnly);
}

/** Lowers what may be sold, in proportion, until no more than `investable` is invested. */
function freeCash(
  want: Map<string, number>,
  held: Holdings,
  kept: ReadonlySet<string>,
  investable: number,
  buyOnly: boolean,
): Map<string, number> {
  const floor = (s: string): number => (kept.has(s) || buyOnly ? (held.value.get(s) ?? 0) : 0);
  let fixed = 0;
  let movable = 0;
  for (const [s, v] of want) {
    fixed += floor(s);
    movable += v - floor(s);
  }
  const over = fixed + movable - investable;
  if (over <= 0 || movable <= 0) return want;
  const scale = Math.max(0, 1 - over / movable);
  return new Map([...want].map(([s, v]) => [s, floor(s) + (v - floor(s)) * scale]));
}
