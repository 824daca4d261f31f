import { yearOf, type IsoDate } from '../../src/core/iso-date.ts';
import { backtest, type BacktestRequest } from '../../src/engine/backtest.ts';
import { loadEncoder, loadFrozenBranch } from '../../src/engine/encoder-model.ts';
import { ledgerOfSources } from '../../src/engine/ledger-sources.ts';
import { DEFAULT_OBJECTIVES } from '../../src/engine/plan-wishes.ts';
import { loadPolicy } from '../../src/engine/policy-model.ts';
import { COMPARATORS, type Comparator } from '../../src/sim/env/rule-strategies.ts';
import { fetchModelFile } from '../../training/lib/paths.ts';
import { backendName, useBackend } from '../backend.ts';
import { readArgs, UsageError, type Command } from '../command.ts';
import { dateOption, readLedgerFiles } from '../ledger-input.ts';
import { goalOption, taxProfileOption } from '../plan-options.ts';
import { readMarket } from '../read-market.ts';

const OPTIONS = {
  market: { type: 'string' },
  universe: { type: 'string' },
  policy: { type: 'string', default: 'model,hold,equal,sixtyForty,hold+harvest,equal+harvest' },
  objective: { type: 'string' },
  from: { type: 'string' },
  to: { type: 'string' },
  'costs-bps': { type: 'string', default: '5' },
  'tax-profile': { type: 'string' },
  dollars: { type: 'string', default: '100000' },
  backend: { type: 'string', default: 'wasm' },
} as const;

const YEARS = 3;

function policiesOption(text: string): (Comparator | 'model')[] {
  return text.split(',').map((name) => {
    const found = name === 'model' ? 'model' : COMPARATORS.find((c) => c === name);
    if (!found)
      throw new UsageError(`--policy: there is no "${name}"; one of model, ${COMPARATORS.join(', ')}`);
    return found;
  });
}

function numberOption(name: string, text: string, most: number): number {
  const n = Number(text);
  if (!Number.isFinite(n) || n < 0 || n > most)
    throw new UsageError(`--${name} is a number from 0 to ${most}, not "${text}"`);
  return n;
}

const twoDigits = (x: number): number => Math.round(x * 100) / 100;

async function startOf(
  files: readonly string[],
  universe: string | undefined,
  from: IsoDate,
  dollars: number,
): Promise<BacktestRequest['start']> {
  if (universe !== undefined)
    return {
      symbols: [...new Set(universe.split(',').flatMap((s) => (s.trim() === '' ? [] : [s.trim()])))],
      dollars,
    };
  const { ledger } = ledgerOfSources(await readLedgerFiles(files), { asOf: from });
  const cash = ledger.cash.filter((c) => c.currency === 'USD').reduce((a, c) => a + c.amount, 0);
  return { lots: ledger.openLots.filter((l) => l.currency === 'USD'), cashDollars: cash / 100 };
}

export const command: Command = {
  usage: `usage: keepfolio backtest LEDGER… | --universe A,B,… --market FILE [--policy model,hold,equal,…] [--objective GOAL]
    [--from DATE] [--to DATE] [--costs-bps N] [--tax-profile JSON] [--dollars N] [--backend wasm|webgpu|cpu]
  What each policy would have made of the account, weekly: before tax, after tax, after liquidation. With LEDGER the
  account is what was held at --from (all lots taken as taxable); with --universe an even start of --dollars.
  Policies: model, ${COMPARATORS.join(', ')}.`,
  async run(args) {
    const { values, positionals } = readArgs(args, OPTIONS);
    if (values.market === undefined || (positionals.length === 0) === (values.universe === undefined)) {
      throw new UsageError('backtest needs --market FILE and either LEDGER… or --universe A,B,…');
    }
    const policies = policiesOption(values.policy);
    const costBps = numberOption('costs-bps', values['costs-bps'], 1000);
    const dollars = numberOption('dollars', values.dollars, 1e9);
    const panel = await readMarket(values.market);
    const to = dateOption('to', values.to) ?? (panel.dates.at(-1) as IsoDate);
    const from =
      dateOption('from', values.from) ??
      (`${yearOf(to) - YEARS}${to.slice(4).replace('-02-29', '-02-28')}` as IsoDate);
    const { profile } = await taxProfileOption(values['tax-profile'], yearOf(from));
    const objectives = goalOption(values.objective) ?? DEFAULT_OBJECTIVES;
    const start = await startOf(positionals, values.universe, from, dollars);
    const needsModel = policies.includes('model');
    if (needsModel) await useBackend(backendName(values.backend));
    const models = needsModel
      ? {
          models: {
            encoder: await loadEncoder(fetchModelFile),
            chronos: await loadFrozenBranch(fetchModelFile),
            policy: await loadPolicy(fetchModelFile),
          },
        }
      : {};
    const b = await backtest({ panel, from, to, start, policies, objectives, profile, costBps, ...models });
    return {
      from: b.dates[0],
      to: b.dates.at(-1),
      objectives,
      costsBps: costBps,
      symbols: b.symbols,
      outsideUniverse: b.outsideUniverse,
      dates: b.dates,
      policies: Object.fromEntries(
        b.curves.map(({ policy, beforeTax, afterTax, afterLiquidation, ...rest }) => [
          policy,
          {
            beforeTax: beforeTax.map(twoDigits),
            afterTax: afterTax.map(twoDigits),
            afterLiquidation: afterLiquidation.map(twoDigits),
            turnover: rest.turnover,
            harvested: twoDigits(rest.harvested),
            shortTermGains: twoDigits(rest.shortTermGains),
            longTermGains: twoDigits(rest.longTermGains),
            costs: twoDigits(rest.costs),
            maxDrawdown: rest.maxDrawdown,
          },
        ]),
      ),
    };
  },
};
