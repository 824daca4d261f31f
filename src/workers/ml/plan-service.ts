import type { IsoDate } from '../../core/iso-date.ts';
import type { Ledger } from '../../domain/ledger/ledger.ts';
import type { Panel } from '../../domain/market/panel.ts';
import { allocate, type Allocation } from '../../engine/allocate.ts';
import type { EncodeCache } from '../../engine/encode-cache.ts';
import { newPlanFactsCache } from '../../engine/plan-facts.ts';
import type { MlApi } from '../contracts/ml.ts';
import type { BackendName, PlanView } from '../contracts/model-views.ts';
import type { JobProgress } from '../contracts/parts.ts';
import { ledgerOptions } from '../ledger-options.ts';
import type { RequestOf } from '../rpc/protocol.ts';
import type { CallContext } from '../rpc/serve.ts';
import type { HeldRows } from './held-rows.ts';
import type { Models } from './models.ts';
import { washRisks } from './wash-check.ts';

function planView(a: Allocation, ledger: Ledger, device: BackendName): PlanView {
  return {
    asOf: a.asOf,
    current: a.current,
    target: a.target,
    experts: a.experts,
    regime: a.regime.map(({ label, value }) => ({ name: label, value })),
    gate: a.gate,
    trades: a.trades,
    tax: a.tax,
    totalValue: a.totalValue,
    outsideUniverse: a.outsideUniverse,
    risks: washRisks(a.trades, a.asOf, ledger.noBuyUntil, ledger.openLots),
    notes: [...a.constraints.notes, ...a.notes, ...a.washSales.map((w) => `${w.symbol}: ${w.because}`)],
    device,
  };
}

type PlanRequest = RequestOf<MlApi, 'plan'>;

/** Makes plans; what the last one rests on is kept, so that moving a slider costs what the goals cost. */
export function planner(rows: HeldRows, cache: EncodeCache) {
  const facts = newPlanFactsCache();
  return async (
    panel: Panel,
    { settings, profile, intent, objectives, constraints }: PlanRequest,
    models: Models,
    device: BackendName,
    { progress, isCancelled }: CallContext<JobProgress>,
  ): Promise<PlanView> => {
    // Told only where there is something to wait for: a page need not be drawn anew for a plan of a few milliseconds.
    const ledger = await rows.ledger(ledgerOptions(settings, profile), {
      isCancelled,
      onFold: () => progress({ stage: 'Folding lots', fraction: 0.1 }),
    });
    const marketEnd = panel.dates.at(-1) as IsoDate;
    const plan = await allocate({
      ledger,
      panel,
      asOf: ledger.asOf > marketEnd ? ledger.asOf : marketEnd,
      objectives,
      ...(intent ? { intent } : {}),
      taxProfile: profile,
      constraints,
      models,
      cache,
      facts,
      onFacts: () => progress({ stage: 'Encoding the market', fraction: 0.3 }),
    });
    return planView(plan, ledger, device);
  };
}
