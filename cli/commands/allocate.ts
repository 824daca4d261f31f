import { yearOf, type IsoDate } from '../../src/core/iso-date.ts';
import { dollars } from '../../src/core/money.ts';
import { quantityToNumber, unitPriceToNumber } from '../../src/core/quantity.ts';
import type { PlannedTrade } from '../../src/domain/portfolio/types.ts';
import { allocate, type Allocation } from '../../src/engine/allocate.ts';
import { loadEncoder, loadFrozenBranch } from '../../src/engine/encoder-model.ts';
import { ledgerOfSources } from '../../src/engine/ledger-sources.ts';
import { loadPolicy } from '../../src/engine/policy-model.ts';
import type { Intent } from '../../src/intent/intent.ts';
import { fetchModelFile } from '../../training/lib/paths.ts';
import { backendName, useBackend } from '../backend.ts';
import { readArgs, UsageError, type Command } from '../command.ts';
import { dateOption, methodOption, moneyOption, readLedgerFiles } from '../ledger-input.ts';
import { objectivesOption, taxProfileOption } from '../plan-options.ts';
import { asOfDate, readMarket } from '../read-market.ts';

const OPTIONS = {
  market: { type: 'string' },
  intent: { type: 'string' },
  objectives: { type: 'string' },
  'tax-profile': { type: 'string' },
  'as-of': { type: 'string' },
  'max-trades': { type: 'string' },
  'cash-only': { type: 'boolean', default: false },
  'no-sell': { type: 'boolean', default: false },
  'cash-needed': { type: 'string' },
  keep: { type: 'string' },
  exclude: { type: 'string' },
  method: { type: 'string' },
  backend: { type: 'string', default: 'wasm' },
} as const;

function tradeJson(t: PlannedTrade): Record<string, unknown> {
  return {
    side: t.side,
    symbol: t.symbol,
    account: t.account,
    quantity: quantityToNumber(t.quantity),
    price: unitPriceToNumber(t.price),
    amount: dollars(t.amount),
    lots: t.lots.map((l) => ({
      lot: l.lotId,
      acquired: l.acquired,
      quantity: quantityToNumber(l.quantity),
      basis: dollars(l.basis),
      gain: dollars(l.gain),
      term: l.term,
    })),
    reason: t.reason,
    estimatedTax: dollars(t.estimatedTax),
  };
}

/** The document of the headless contract. */
function allocationJson(a: Allocation, moreNotes: readonly string[]): Record<string, unknown> {
  return {
    asOf: a.asOf,
    tradeDate: a.tradeDate,
    totalValue: dollars(a.totalValue),
    current: a.current,
    target: a.target,
    objectives: a.objectives,
    experts: a.experts,
    regime: Object.fromEntries(a.regime.map((x) => [x.name, x.value])),
    gate: a.gate,
    urgency: a.urgency,
    move: a.move,
    trades: a.trades.map(tradeJson),
    tax: { planned: dollars(a.tax.planned), naive: dollars(a.tax.naive) },
    washSales: a.washSales,
    constraints: { met: a.constraints.met, notes: [...a.constraints.notes, ...a.notes, ...moreNotes] },
    outsideUniverse: a.outsideUniverse,
  };
}

function tradeLimit(text: string | undefined): number | null {
  if (text === undefined) return null;
  const n = Number(text);
  if (!Number.isInteger(n) || n < 0)
    throw new UsageError(`--max-trades is a whole number from 0 on, not "${text}"`);
  return n;
}

const symbolList = (text: string | undefined): string[] =>
  (text ?? '').split(',').flatMap((s) => (s.trim() === '' ? [] : [s.trim()]));

/** The parser is loaded only where words were given. */
async function intentOption(text: string | undefined, today: IsoDate): Promise<Intent | undefined> {
  if (text === undefined) return undefined;
  const { parseIntent } = await import('../../src/intent/parse-intent.ts');
  return parseIntent(text, today);
}

export const command: Command = {
  usage: `usage: keepfolio allocate LEDGER… --market FILE [--intent "TEXT"] [--objectives JSON] [--tax-profile JSON]
    [--as-of DATE] [--max-trades N] [--cash-only] [--no-sell] [--cash-needed N] [--keep A,B] [--exclude A,B]
    [--method M] [--backend wasm|webgpu|cpu]
  Target weights and the trades by lot that lead there, with their tax. JSON is inline or the path of a file.
  Several ledgers are one person. --cash-only and --no-sell: only buy, with the cash there is.`,
  async run(args) {
    const { values, positionals } = readArgs(args, OPTIONS);
    if (positionals.length === 0 || values.market === undefined)
      throw new UsageError('allocate needs LEDGER… and --market FILE');
    const maxTrades = tradeLimit(values['max-trades']);
    const asked = dateOption('as-of', values['as-of']);
    const method = methodOption(values.method);
    const sources = await readLedgerFiles(positionals);
    const panel = await readMarket(values.market);
    const options = { ...(asked ? { asOf: asked } : {}), ...(method ? { method } : {}) };
    const { ledger } = ledgerOfSources(sources, options);
    const marketEnd = asOfDate(panel, values['as-of']).date;
    const asOf = asked ?? (ledger.asOf > marketEnd ? ledger.asOf : marketEnd);
    const { profile, isAssumed } = await taxProfileOption(values['tax-profile'], yearOf(asOf));
    const objectives = await objectivesOption(values.objectives);
    const intent = await intentOption(values.intent, asOf);
    await useBackend(backendName(values.backend));
    const result = await allocate({
      ledger,
      panel,
      asOf,
      objectives,
      taxProfile: profile,
      ...(intent ? { intent } : {}),
      constraints: {
        maxTrades,
        buyOnly: values['cash-only'] || values['no-sell'],
        keep: symbolList(values.keep),
        exclude: symbolList(values.exclude),
        cashNeeded: moneyOption('cash-needed', values['cash-needed']),
      },
      models: {
        encoder: await loadEncoder(fetchModelFile),
        chronos: await loadFrozenBranch(fetchModelFile),
        policy: await loadPolicy(fetchModelFile),
      },
    });
    const notes = isAssumed
      ? ['No tax profile was given: single, income of $100,000, no state tax assumed.']
      : [];
    return allocationJson(result, notes);
  },
};
