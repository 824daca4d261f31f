import type { IsoDate } from '../../core/iso-date.ts';
import type { Panel } from '../../domain/market/panel.ts';
import { backtest, type BacktestStage } from '../../engine/backtest.ts';
import type { MlApi } from '../contracts/ml.ts';
import type { BackendName, LookBackPolicy, LookBackView } from '../contracts/model-views.ts';
import type { JobProgress } from '../contracts/parts.ts';
import { cancelledError, type CallContext } from '../rpc/serve.ts';
import type { RequestOf } from '../rpc/protocol.ts';
import type { Models } from './models.ts';

const breathe = (): Promise<void> => new Promise((done) => setTimeout(done, 0));

/** Share of the whole work done, when the market is looked at first if the model takes part. */
function fractionOf(policies: readonly LookBackPolicy[], stage: BacktestStage, fraction: number): number {
  const embedding = policies.includes('model') ? 0.7 : 0;
  if (stage === 'embedding') return embedding * fraction;
  const done = (policies.indexOf(stage) + fraction) / policies.length;
  return embedding + (1 - embedding) * done;
}

/** Plays every policy over the market's last years. Reports progress and hears a cancellation between the weeks. */
export async function lookBack(
  panel: Panel,
  request: RequestOf<MlApi, 'lookBack'>,
  models: Models,
  { progress, isCancelled }: CallContext<JobProgress>,
  device: BackendName,
): Promise<LookBackView> {
  const { start, policies, ...rest } = request;
  const result = await backtest({
    ...rest,
    panel,
    policies,
    to: panel.dates.at(-1) as IsoDate,
    start: 'lots' in start ? { lots: start.lots, cashDollars: 0 } : start,
    models,
    onStep: async (stage, fraction) => {
      progress({
        stage: stage === 'embedding' ? 'Looking at the market as it was then' : 'Playing week by week',
        fraction: fractionOf(policies, stage, fraction),
      });
      await breathe();
      if (isCancelled()) throw cancelledError();
    },
  });
  return { ...result, device };
}
