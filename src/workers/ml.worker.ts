import { KeepfolioError } from '../core/errors.ts';
import type { IsoDate } from '../core/iso-date.ts';
import type { Panel } from '../domain/market/panel.ts';
import { readAdapterFile } from '../domain/portfolio/adapter-file.ts';
import { newEncodeCache } from '../engine/encode-cache.ts';
import { bandNote, forecastAsset, pathsAt } from '../engine/forecast.ts';
import type { FetchBytes } from '../engine/person-models.ts';
import type { ReadWatch } from '../engine/own-checkpoint.ts';
import { personalize, type PersonProgress } from '../engine/personalize.ts';
import { openMarket, requireMarket } from './compute/market-service.ts';
import { turn } from './compute/slices.ts';
import type { MlApi } from './contracts/ml.ts';
import type { ForecastView, TrainingTick } from './contracts/model-views.ts';
import type { JobProgress } from './contracts/parts.ts';
import { ledgerOptions } from './ledger-options.ts';
import { holdDevice, type DeviceHolder } from './ml/device.ts';
import { modelFetcher } from './ml/fetch-models.ts';
import { holdRows } from './ml/held-rows.ts';
import { mapOf, observedOf } from './ml/map-service.ts';
import { lookBack } from './ml/look-back.ts';
import { loadModels, modelInfos, type Models } from './ml/models.ts';
import { planner } from './ml/plan-service.ts';
import { checkCheckpoint, holdForecaster, type Forecaster } from './ml/own-forecaster.ts';
import type { Channel } from './rpc/protocol.ts';
import { cancelledError, serve, type CallContext } from './rpc/serve.ts';

interface Session {
  readonly fetchBytes: FetchBytes;
  readonly device: DeviceHolder<Models>;
}

let session: Session | null = null;
let sessionUrl = '';
let reportLoading: (fraction: number) => void = () => {};
let market: Panel | null = null;
const ledgerRows = holdRows();
/** Embeddings that stay valid while market and weights do: one more plan recomputes only what changed. */
const cache = newEncodeCache();
const makePlan = planner(ledgerRows, cache);
/** Only forecasts ask it: encoder and policy were trained with the shipped network and keep it. */
const forecaster = holdForecaster();

function sessionFor(baseUrl: string): Session {
  if (session && sessionUrl === baseUrl) return session;
  const fetchBytes = modelFetcher(baseUrl);
  sessionUrl = baseUrl;
  session = {
    fetchBytes,
    device: holdDevice(() => loadModels(fetchBytes, (fraction) => reportLoading(fraction))),
  };
  return session;
}

function needSession(): Session {
  if (!session)
    throw new KeepfolioError('not-started', 'The models are not loaded yet.', 'Wait a moment and try again.');
  return session;
}

/** Work between two looks for a cancel: one after each small step would cost more than the steps. */
const BREATH_MS = 12;

function rareBreaths(): () => Promise<void> {
  let last = performance.now();
  return async () => {
    if (performance.now() - last < BREATH_MS) return;
    await turn();
    last = performance.now();
  };
}

const STAGES: Readonly<Record<PersonProgress['stage'], string>> = {
  behaviour: 'Reading your habits',
  experts: 'Asking the four experts about each decision',
  'fine-tuning': 'Fine-tuning 76 numbers on your trades',
};

const tick = (p: PersonProgress): TrainingTick => ({ ...p, stage: STAGES[p.stage] });

/** The ends of the two bands that are drawn, and the middle. */
const DRAWN_LEVELS = [0.1, 0.25, 0.5, 0.75, 0.9] as const;

async function forecastView(
  { branch, own }: Forecaster,
  panel: Panel,
  symbol: string,
  horizonDays: number,
): Promise<ForecastView> {
  const f = await forecastAsset(panel, symbol, panel.dates.at(-1) as IsoDate, horizonDays, branch);
  return {
    symbol,
    asOf: f.date,
    lastPrice: f.lastClose,
    levels: DRAWN_LEVELS,
    quantiles: pathsAt(f.price, f.levels, DRAWN_LEVELS),
    own,
    tested: f.tested,
    note: bandNote(panel, f, horizonDays),
    observedDays: f.observedDays,
    missingDays: f.missingDays,
  };
}

/** A sampled forecast tells each step, and between two of them hears that it was cancelled. */
const stepsOf =
  ({ progress, isCancelled }: CallContext<JobProgress>) =>
  async (fraction: number): Promise<void> => {
    progress({ stage: 'Drawing possible paths', fraction });
    await turn();
    if (isCancelled()) throw cancelledError();
  };

const watchOf = ({ progress, isCancelled }: CallContext<JobProgress>): ReadWatch => ({
  progress: (stage, fraction) => progress({ stage, fraction }),
  isCancelled,
});

serve<MlApi>(self as unknown as Channel, {
  async start({ baseUrl, force }, { progress }) {
    progress({ stage: 'Choosing the fastest way to compute', fraction: null });
    const { device, fetchBytes } = sessionFor(baseUrl);
    reportLoading = (fraction) => progress({ stage: 'Checking and loading the models', fraction });
    const { status } = await device.start(force);
    return { device: status, models: await modelInfos(fetchBytes) };
  },
  async loadMarket({ bytes }) {
    const { panel, info } = await openMarket(bytes);
    market = panel;
    return info;
  },
  async loadLedger({ content }) {
    await ledgerRows.load(content);
    return null;
  },
  personalize: ({ settings, seed, resume, adapterFile }, { progress, isCancelled }) =>
    needSession().device.run(async (models, status) => {
      const file = adapterFile === undefined ? null : readAdapterFile(adapterFile, models.person.head.sha256);
      const breather = rareBreaths();
      let latest: PersonProgress | null = null;
      const person = await personalize({
        transactions: ledgerRows.transactions(),
        panel: market,
        models: models.person,
        seed,
        ledger: ledgerOptions(settings),
        onProgress: (p) => {
          latest = p;
          progress(tick(p));
          return breather();
        },
        breathe: breather,
        onState: (state) => {
          if (latest) progress({ ...tick(latest), state });
        },
        isCancelled,
        ...(resume ? { resume } : {}),
        ...(file ? { given: { A: file.A, B: file.B } } : {}),
      });
      return { ...person, device: status.backend };
    }),
  plan: (request, context) =>
    needSession().device.run((models, status) =>
      makePlan(requireMarket(market), request, models, status.backend, context),
    ),
  marketMap: ({ held }, context) =>
    needSession().device.run((models) => mapOf(requireMarket(market), held, models, cache, context)),
  observed: ({ symbol }) =>
    needSession().device.run((models) => Promise.resolve(observedOf(requireMarket(market), symbol, models))),
  forecast: ({ symbol, horizonDays }, context) =>
    needSession().device.run((models) =>
      forecaster.run(models, ({ branch, own }) =>
        forecastView(
          { branch: { ...branch, onStep: stepsOf(context) }, own },
          requireMarket(market),
          symbol,
          horizonDays,
        ),
      ),
    ),
  lookBack: (request, context) =>
    needSession().device.run((models, status) =>
      lookBack(requireMarket(market), request, models, context, status.backend),
    ),
  checkCheckpoint: ({ files }, context) =>
    needSession().device.run(() => checkCheckpoint(files, watchOf(context))),
  async useForecaster({ checkpoint }, context) {
    forecaster.choose(checkpoint);
    try {
      await needSession().device.run((models) => forecaster.run(models, async () => {}, watchOf(context)));
    } catch (e) {
      if (checkpoint) forecaster.giveUp(checkpoint);
      throw e;
    }
    return null;
  },
});
