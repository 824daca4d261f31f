/** Joins the rows that brokers print for one corporate action: split legs, renames, merger legs, redemptions. */
import { daysBetween } from '../../core/iso-date.ts';
import type { Cents } from '../../core/money.ts';
import type { Quantity } from '../../core/quantity.ts';
import type { LedgerEvent } from './events.ts';
import type { PlacedRow } from './from-transactions.ts';
import { microsFromCents } from './micros.ts';
import type { Finding, TransactionType } from './transaction.ts';

/** What one corporate action did to one security of one account. */
interface Leg {
  readonly first: PlacedRow;
  readonly symbol: string;
  quantity: number;
  amount: number;
  price: number | null;
}

const GROUPED: readonly TransactionType[] = ['split', 'symbol_change', 'merger', 'redemption'];

/** Rows of one action are booked within this many days of each other. */
const SAME_ACTION_DAYS = 5;

/** All corporate events of the rows, in no particular order. */
export function corporateEvents(rows: readonly PlacedRow[], findings: Finding[]): LedgerEvent[] {
  const events: LedgerEvent[] = [];
  for (const group of groupsOf(rows)) {
    const type = (group[0] as PlacedRow).row.type;
    const legs = legsOf(group);
    if (type === 'redemption') events.push(...redemptions(legs));
    else if (type === 'merger') events.push(...mergers(legs, findings));
    else events.push(...splitsAndRenames(legs, findings));
  }
  return events;
}

function groupsOf(rows: readonly PlacedRow[]): PlacedRow[][] {
  const byKey = new Map<string, PlacedRow[][]>();
  const wanted = rows.filter((p) => GROUPED.includes(p.row.type) && p.row.symbol !== null && !p.row.option);
  for (const p of wanted.toSorted((a, b) =>
    a.row.date < b.row.date ? -1 : a.row.date > b.row.date ? 1 : a.id < b.id ? -1 : 1,
  )) {
    const key = `${p.account}|${p.row.type}`;
    const groups = byKey.get(key) ?? [];
    byKey.set(key, groups);
    const last = groups[groups.length - 1];
    // Splits and renames of several securities may share a day; legs are told apart by symbol below.
    if (last && daysBetween((last[0] as PlacedRow).row.date, p.row.date) <= SAME_ACTION_DAYS) last.push(p);
    else groups.push([p]);
  }
  return [...byKey.values()].flat();
}

function legsOf(group: readonly PlacedRow[]): Leg[] {
  const legs = new Map<string, Leg>();
  for (const p of group) {
    const symbol = p.row.linksTo ?? p.symbol;
    const leg = legs.get(symbol) ?? { first: p, symbol, quantity: 0, amount: 0, price: null };
    legs.set(symbol, leg);
    leg.quantity += p.row.quantity;
    leg.amount += p.row.amount;
    if (p.row.quantity > 0) leg.price = p.row.price ?? leg.price;
  }
  return [...legs.values()].filter((l) => l.quantity !== 0 || l.amount !== 0);
}

const base = (leg: Leg) => ({
  id: leg.first.id,
  date: leg.first.row.date,
  symbol: leg.symbol,
  account: leg.first.account,
  ...(leg.first.row.currency === 'USD' ? {} : { currency: leg.first.row.currency }),
});

function redemptions(legs: readonly Leg[]): LedgerEvent[] {
  return legs
    .filter((l) => l.quantity < 0)
    .map((l) => ({
      ...base(l),
      type: 'sell',
      quantity: -l.quantity as Quantity,
      proceeds: microsFromCents(l.amount as Cents),
    }));
}

/** A reverse split often takes the old shares out under their CUSIP. */
const isOldIdentifier = (leg: Leg): boolean =>
  leg.first.row.flags.includes('old_identifier') || /^(?=.*\d)[0-9A-Z]{9}$/.test(leg.symbol);

/**
 * Shares added to a held security are a split. Shares out of one symbol and into another are a rename, with a split
 * when the numbers differ.
 */
function splitsAndRenames(legs: readonly Leg[], findings: Finding[]): LedgerEvent[] {
  const outs = legs.filter((l) => l.quantity < 0);
  const ins = legs.filter((l) => l.quantity > 0);
  const events: LedgerEvent[] = [];
  const isRename = outs.some((o) => o.first.row.type === 'symbol_change' || isOldIdentifier(o));
  const paired = new Set<Leg>();
  if (isRename) {
    for (const out of outs) {
      const into =
        ins.find((i) => !paired.has(i) && i.quantity === -out.quantity) ?? ins.find((i) => !paired.has(i));
      if (!into) continue;
      paired.add(out).add(into);
      events.push({ ...base(out), type: 'symbol_change', newSymbol: into.symbol });
      const added = into.quantity + out.quantity;
      if (added !== 0) events.push({ ...base(into), type: 'split', ratio: { added: added as Quantity } });
    }
  }
  for (const leg of legs) {
    if (paired.has(leg)) continue;
    if (leg.first.row.type === 'split') {
      events.push({ ...base(leg), type: 'split', ratio: { added: leg.quantity as Quantity } });
      continue;
    }
    findings.push({
      file: leg.first.row.file,
      line: leg.first.row.lines[0] ?? 0,
      code: 'rename-one-sided',
      message: `${leg.symbol}: a name change of which only one side is in the file.`,
      raw: '',
    });
  }
  return events;
}

/**
 * Old shares out, new shares and/or cash in. Shares make it a reorganisation, cash alone a sale. Several mergers of one
 * account in the same days are paired in order of their rows.
 */
function mergers(legs: readonly Leg[], findings: Finding[]): LedgerEvent[] {
  const outs = legs.filter((l) => l.quantity < 0);
  const ins = legs.filter((l) => l.quantity > 0);
  const [only] = outs;
  if (!only) return withoutOldShares(legs, ins, findings);
  if (outs.length > 1 || ins.length > 1) {
    const what = outs.map((o, i) => `${o.symbol} for ${ins[i]?.symbol ?? 'cash'}`).join(', ');
    findings.push(
      about(
        only,
        'merger-unclear',
        `Several securities changed at once around ${only.first.row.date}; taken as ${what}.`,
      ),
    );
  }
  const apart = legs.filter((l) => l.quantity === 0).reduce((n, l) => n + l.amount, 0);
  return outs.map((out, i) => merger(out, ins[i] ?? null, i === 0 ? apart : 0, findings));
}

const about = (leg: Leg, code: string, message: string): Finding => ({
  file: leg.first.row.file,
  line: leg.first.row.lines[0] ?? 0,
  code,
  message,
  raw: '',
});

/** New shares of which no file says what they replaced: they wait for their basis. */
function withoutOldShares(legs: readonly Leg[], ins: readonly Leg[], findings: Finding[]): LedgerEvent[] {
  const [first] = legs;
  if (first && ins.length === 0) {
    findings.push(
      about(first, 'merger-unclear', `${first.symbol}: merger cash, but no shares leave; it is in no total.`),
    );
  }
  return ins.map((l) => ({ ...base(l), type: 'transfer_in', quantity: l.quantity as Quantity }));
}

function merger(out: Leg, into: Leg | null, cashApart: number, findings: Finding[]): LedgerEvent {
  const held = -out.quantity;
  const cash = out.amount + (into?.amount ?? 0) + cashApart;
  if (into && cash > 0 && into.price === null) {
    findings.push(
      about(
        out,
        'merger-price-missing',
        `${out.symbol} was exchanged for ${into.symbol} and cash; without the value of the new shares all the cash counts as gain.`,
      ),
    );
  }
  return {
    ...base(out),
    type: 'merger',
    tax: into ? 'reorg' : 'taxable',
    newSymbol: into?.symbol ?? null,
    newSharesPerShare: into ? into.quantity / held : 0,
    newPrice: into?.price == null ? null : into.price / 1e8,
    cashPerShare: cash / 100 / (held / 1e8),
  };
}
