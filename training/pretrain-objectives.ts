import { parseArgs } from 'node:util';
import { useBackend } from '../cli/backend.ts';
import { OBJECTIVES } from '../src/domain/portfolio/types.ts';
import { behaviourLedger } from '../src/engine/behaviour-ledger.ts';
import { loadEncoder, loadFrozenBranch } from '../src/engine/encoder-model.ts';
import { headColumns } from '../src/engine/person-models.ts';
import type { PersonModels } from '../src/engine/personalize.ts';
import { loadPolicy } from '../src/engine/policy-model.ts';
import { goalEvidence } from '../src/lora/goal-evidence.ts';
import { loadArtefact } from '../src/models/manifest.ts';
import { toParams } from '../src/models/nn/params.ts';
import type { Params, RawTensors } from '../src/models/nn/params.ts';
import type { HeadConfig, ObjectiveHead } from '../src/models/objective-head/head.ts';
import { calibrateFit, calibrateSpread } from './lib/calibrate-fit.ts';
import type { FitCase } from './lib/calibrate-fit.ts';
import { CHOICE_FIT, fitChoiceNet } from './lib/fit-choice-net.ts';
import type { ChoicePerson } from './lib/fit-choice-net.ts';
import { fitHead, HEAD_FIT } from './lib/fit-head.ts';
import { startFrom } from './lib/fit-start.ts';
import { STYLES, stylesOf } from './lib/fit-styles.ts';
import { headCard } from './lib/head-card.ts';
import { headRows } from './lib/head-rows.ts';
import { drawBusy, drawSubjects } from './lib/investor-examples.ts';
import { live, marketEmbeddings, remembered, sourceOf } from './lib/lived-people.ts';
import type { Lived, LivedPerson } from './lib/lived-people.ts';
import { trainingMarkets, validationMarkets } from './lib/objective-markets.ts';
import type { NamedMarket } from './lib/objective-markets.ts';
import { top } from './lib/objective-scores.ts';
import { fetchModelFile } from './lib/paths.ts';
import { trainedPolicy } from './lib/policy-investor.ts';
import { ship } from './lib/ship.ts';

/*
 * Phase 3's frozen part: W0 (6 x 32) and the choice network on simulated people, then the constants of the fine-tuning and of
 * the spread on other simulated people. Whoever does not follow the policy is simulated once and kept in .checkpoints/people,
 * so that a new encoder or policy needs minutes:
 *   npm run train:objectives
 */

const { values } = parseArgs({
  options: {
    people: { type: 'string', default: '40' },
    /** Further people per market, for the head alone. */
    more: { type: 'string', default: '60' },
    /** People per goal and market with 100 trades or more, beside the others. */
    busy: { type: 'string', default: '6' },
    /** People per market who follow the shipped policy. */
    followers: { type: 'string', default: '6' },
    toys: { type: 'string', default: '12' },
    epochs: { type: 'string', default: String(CHOICE_FIT.epochs) },
    /** Goes on from the shipped choice network: for a new encoder or policy, which change some of its columns. */
    warm: { type: 'boolean', default: false },
    /** Only simulates the people no model has a part in, so that the fit later takes minutes less. */
    prepare: { type: 'boolean', default: false },
    backend: { type: 'string', default: 'wasm' },
  },
});

const started = Date.now();
const say = (text: string): void =>
  void process.stderr.write(`${Math.round((Date.now() - started) / 1000)} s: ${text}\n`);

interface Draw {
  readonly seed: number;
  readonly people: number;
  readonly busy: number;
  readonly followers: number;
  readonly counts: readonly number[];
}

/** People who follow the shipped policy. A panel of hundreds of assets makes each of their looks slow: nobody there. */
function followersOn(m: NamedMarket, d: Draw, policy: PersonModels['policy']): Lived {
  const follow = { policyDriven: 1, policy: trainedPolicy(m.market, policy) };
  const subjects = drawSubjects(
    m.market,
    behaviourLedger,
    d.seed + 2_500_000,
    m.real ? 0 : d.followers,
    follow,
  );
  return live(m, subjects, d.counts);
}

/** People of one market: those with a rule are remembered, those who follow the shipped policy (null: nobody) live anew. */
function livedOn(m: NamedMarket, d: Draw, policy: PersonModels['policy'] | null): Lived {
  const key = `${m.name} ${d.seed} ${d.people} ${d.busy} ${d.counts.join(' ')}`;
  const ruled = remembered(key, () =>
    live(
      m,
      [
        ...drawSubjects(m.market, behaviourLedger, d.seed, d.people),
        ...drawBusy(m.market, behaviourLedger, d.seed + 2_000_000, d.busy, 100),
      ],
      d.counts,
    ),
  );
  const more = Number.isFinite(d.counts[0]) ? 0 : Number(values.more);
  const others = remembered(`${m.name} ${d.seed} more ${more}`, () =>
    live(m, drawSubjects(m.market, behaviourLedger, d.seed + 3_000_000, more), []),
  );
  const led = policy ? followersOn(m, d, policy) : { people: [], examples: [] };
  say(`${m.name}: ${ruled.people.length + led.people.length} people`);
  return {
    people: [...ruled.people, ...led.people],
    examples: [...ruled.examples, ...others.examples, ...led.examples],
  };
}

const DECISIONS_EACH = 40;
const RAREST = 4;

/** Each goal counts the same, each person at most as 40 decisions. */
async function choicePeople(
  lived: readonly (readonly [NamedMarket, readonly LivedPerson[]])[],
  models: Pick<PersonModels, 'policy' | 'encoder'>,
): Promise<ChoicePerson[]> {
  const mass = Array<number>(6).fill(0);
  for (const [, people] of lived)
    for (const p of people)
      mass[top(p.truth)] = (mass[top(p.truth)] as number) + Math.min(DECISIONS_EACH, p.set.count);
  const even = mass.reduce((a, b) => a + b, 0) / 6;
  const out: ChoicePerson[] = [];
  for (const [market, people] of lived) {
    const embed = marketEmbeddings(market, models.encoder);
    for (const p of people) {
      const does = stylesOf(p.kind, p.truth);
      if (!does) continue;
      const rarity = Math.min(RAREST, even / (mass[top(p.truth)] as number));
      out.push({
        data: await sourceOf(p, models.policy, embed),
        does,
        weight: rarity * Math.min(1, DECISIONS_EACH / p.set.count),
      });
    }
  }
  return out;
}

async function fitCases(
  lived: readonly (readonly [NamedMarket, readonly LivedPerson[]])[],
  models: Pick<PersonModels, 'policy' | 'encoder'>,
  net: Params,
): Promise<FitCase[]> {
  const out: FitCase[] = [];
  for (const [market, people] of lived) {
    const embed = marketEmbeddings(market, models.encoder);
    for (const p of people) {
      const goals = await goalEvidence(net, models.policy.params, await sourceOf(p, models.policy, embed));
      const data = { count: p.set.count, x: p.set.behaviour, goals };
      out.push({ truth: p.truth, trades: p.trades, x: p.x, data });
    }
  }
  return out;
}

/** The shipped choice network in the columns of today. */
async function shippedStart(): Promise<RawTensors> {
  const { tensors, config } = await loadArtefact('objective-head', fetchModelFile);
  return startFrom(tensors, config as unknown as HeadConfig, headColumns);
}

const startConfig = (): HeadConfig => ({
  kind: 'keepfolio-objective-head',
  version: 2,
  inputs: headColumns.inputs,
  objectives: [...OBJECTIVES],
  choice: { asset: headColumns.asset, account: headColumns.account },
  fit: { priorStrength: 8, pullPower: 1, learningRate: 0.03, epochs: 60, patience: 20 },
  spread: { base: 0.2, perRoot: 0.03 },
  minimum: { decisions: 20, trades: 20 },
});

function trainingDraw(m: NamedMarket, i: number): Draw {
  const people = Number(values.people) * (m.real || m.name === 'demo' ? 2 : 1);
  const size = { busy: Number(values.busy), followers: Number(values.followers) };
  return { ...size, seed: 6_000_000 + 10_000 * i, people, counts: [Infinity] };
}

const validationDraw = (i: number): Draw => ({
  seed: 5_000_000 + 10_000 * i,
  people: 12,
  busy: 5,
  followers: 5,
  counts: [100, Infinity],
});

function prepare(): void {
  for (const [i, m] of trainingMarkets(Number(values.toys)).entries()) livedOn(m, trainingDraw(m, i), null);
  for (const [i, m] of validationMarkets().entries()) livedOn(m, validationDraw(i), null);
}

async function main(): Promise<void> {
  if (values.prepare) return prepare();
  await useBackend('wasm');
  const policy = await loadPolicy(fetchModelFile);
  const encoder = {
    model: await loadEncoder(fetchModelFile),
    chronos: await loadFrozenBranch(fetchModelFile),
  };
  const models = { policy, encoder };
  const markets = trainingMarkets(Number(values.toys));
  const lived = markets.map((m, i): [NamedMarket, Lived] => [m, livedOn(m, trainingDraw(m, i), policy)]);
  const examples = lived.flatMap(([, l]) => l.examples);
  const head: RawTensors = await fitHead(headRows(examples));
  say(`head on ${examples.length} examples`);
  const people = await choicePeople(
    lived.map(([m, l]) => [m, l.people]),
    models,
  );
  say(`${people.length} people for the choice network`);
  const choiceFit = { ...CHOICE_FIT, epochs: Number(values.epochs) };
  const net = await fitChoiceNet(
    people,
    policy.params,
    choiceFit,
    (e, loss) => say(`choice network, pass ${e + 1}: ${loss.toFixed(4)}`),
    values.warm ? await shippedStart() : null,
  );
  const tensors = { ...head, ...net };
  const params = toParams(tensors);
  const checked = validationMarkets().map((m, i): [NamedMarket, readonly LivedPerson[]] => {
    return [m, livedOn(m, validationDraw(i), policy).people];
  });
  const cases = await fitCases(checked, models, params);
  const busy = cases.filter((c) => c.trades >= 100);
  const first: ObjectiveHead = { params, config: startConfig(), sha256: '' };
  const calibrated = await calibrateFit(first, busy);
  say(`fit ${JSON.stringify(calibrated)}`);
  const second: ObjectiveHead = { ...first, config: { ...first.config, fit: calibrated.fit } };
  const enough = cases.filter((c) => c.data.count >= 20).slice(0, 120);
  const spread = await calibrateSpread(second, enough);
  const config: HeadConfig = { ...second.config, spread };
  const card = headCard({
    config,
    fit: HEAD_FIT,
    choice: choiceFit,
    examples: examples.length,
    people: people.length,
    styles: STYLES.length,
    markets: markets.map((m) => m.name),
    calibrated,
    policy: policy.sha256,
    cases: busy.length,
  });
  await ship({ name: 'objective-head', config: config as unknown as Record<string, unknown>, tensors, card });
  say('shipped objective-head');
}

await main();
