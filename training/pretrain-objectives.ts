import { parseArgs } from 'node:util';
import { useBackend } from '../cli/backend.ts';
import { OBJECTIVES } from '../src/domain/portfolio/types.ts';
import { behaviourLedger } from '../src/engine/behaviour-ledger.ts';
import { loadEncoder, loadFrozenBranch } from '../src/engine/encoder-model.ts';
import type { PersonModels } from '../src/engine/personalize.ts';
import { loadPolicy } from '../src/engine/policy-model.ts';
import { BEHAVIOUR } from '../src/features/behaviour.ts';
import { toParams } from '../src/models/nn/params.ts';
import type { RawTensors } from '../src/models/nn/params.ts';
import type { HeadConfig, ObjectiveHead } from '../src/models/objective-head/head.ts';
import { calibrateFit, calibrateSpread } from './lib/calibrate-fit.ts';
import { fitChoice } from './lib/fit-choice.ts';
import { fitHead, HEAD_FIT } from './lib/fit-head.ts';
import { headCard } from './lib/head-card.ts';
import { drawBusy, drawSubjects, examplesOf } from './lib/investor-examples.ts';
import type { Example } from './lib/investor-examples.ts';
import { headRows } from './lib/head-rows.ts';
import { trainingMarkets } from './lib/objective-markets.ts';
import type { NamedMarket } from './lib/objective-markets.ts';
import { fetchModelFile } from './lib/paths.ts';
import { personCases } from './lib/person-cases.ts';
import type { PersonCase } from './lib/person-cases.ts';
import { trainedPolicy } from './lib/policy-investor.ts';
import { ship } from './lib/ship.ts';

/*
 * Phase 3's frozen part: W0 (6 x 32) on simulated people, then the constants of the choice likelihood, of the
 * fine-tuning and of the spread on other simulated people. One command, minutes on two cores:
 *   npm run train:objectives
 */

const { values } = parseArgs({
  options: {
    people: { type: 'string', default: '3600' },
    /** People per goal and market with 100 trades or more, beside the others. */
    busy: { type: 'string', default: '8' },
    /** People per market who follow the shipped policy. */
    followers: { type: 'string', default: '12' },
    toys: { type: 'string', default: '8' },
    cases: { type: 'string', default: '150' },
    backend: { type: 'string', default: 'wasm' },
  },
});

const say = (text: string): void => void process.stderr.write(`${text}\n`);

/** People of one market: the demo and the real market count for more than one invented market each. */
function examplesOn(
  m: NamedMarket,
  firstSeed: number,
  people: number,
  policy: PersonModels['policy'],
): Example[] {
  const follow = { policyDriven: 1, policy: trainedPolicy(m.market, policy) };
  const subjects = [
    ...drawSubjects(m.market, behaviourLedger, firstSeed, people),
    ...drawBusy(m.market, behaviourLedger, firstSeed + 2_000_000, Number(values.busy), 100),
    ...drawSubjects(m.market, behaviourLedger, firstSeed + 2_500_000, Number(values.followers), follow),
  ];
  say(`${m.name}: ${subjects.length} people`);
  return subjects.flatMap((s) => examplesOf(s));
}

function startConfig(): HeadConfig {
  return {
    kind: 'keepfolio-objective-head',
    version: 1,
    inputs: BEHAVIOUR.map((b) => b.name),
    objectives: [...OBJECTIVES],
    choice: {
      buySharpness: [0.5, 0.5, 0.5, 0.5],
      buyCommon: [0, 0, 0, 0],
      buyAnchor: 0,
      sellSharpness: [0.5, 0.5, 0.5, 0.5],
      sellCommon: [0, 0, 0, 0],
      sellAnchor: 0.7,
    },
    fit: { priorStrength: 10, learningRate: 0.03, epochs: 60, patience: 12 },
    spread: { base: 0.4, perRoot: 0.03 },
    minimum: { decisions: 20, trades: 20 },
  };
}

/** People for the constants: other seeds than the head saw, on the invented and the demo markets. */
async function calibrationCases(
  markets: readonly NamedMarket[],
  policy: PersonModels['policy'],
  encoder: PersonModels['encoder'],
  count: number,
): Promise<PersonCase[]> {
  const used = markets.filter((m) => !m.real).slice(-4);
  const out: PersonCase[] = [];
  for (const m of used) {
    const each = Math.ceil(count / used.length);
    const subjects = [
      ...drawSubjects(m.market, behaviourLedger, 3_000_000, each >> 1),
      ...drawBusy(m.market, behaviourLedger, 3_500_000, Math.ceil(each / 12), 100),
    ];
    out.push(...(await personCases(m, subjects, policy, encoder)));
    say(`${m.name}: ${out.length} people with decisions`);
  }
  return out.filter((c) => c.data.count >= 20);
}

async function main(): Promise<void> {
  await useBackend('wasm');
  const started = Date.now();
  const policy = await loadPolicy(fetchModelFile);
  const encoder = {
    model: await loadEncoder(fetchModelFile),
    chronos: await loadFrozenBranch(fetchModelFile),
  };
  const markets = trainingMarkets(Number(values.toys));
  const share = Number(values.people) / (markets.length + 2);
  const examples = markets.flatMap((m, i) =>
    examplesOn(m, 10_000 * i, Math.round(share * (m.real || m.name === 'demo' ? 2 : 1)), policy),
  );
  say(`${examples.length} examples, ${Math.round((Date.now() - started) / 1000)} s`);
  const tensors: RawTensors = await fitHead(headRows(examples));
  const params = toParams(tensors);
  const cases = await calibrationCases(markets, policy, encoder, Number(values.cases));
  const { choice, explained } = await fitChoice(cases, policy);
  say(`choice ${JSON.stringify(choice)} ${JSON.stringify(explained)}`);
  const first: ObjectiveHead = { params, config: { ...startConfig(), choice } };
  const calibrated = await calibrateFit(first, policy, cases);
  say(`fit ${JSON.stringify(calibrated)}`);
  const second: ObjectiveHead = { params, config: { ...first.config, fit: calibrated.fit } };
  const spread = await calibrateSpread(second, policy, cases.slice(0, 80));
  const config: HeadConfig = { ...second.config, spread };
  const card = headCard({
    config,
    fit: HEAD_FIT,
    examples: examples.length,
    markets: markets.map((m) => m.name),
    explained,
    calibrated,
    policy: policy.sha256,
    cases: cases.length,
  });
  await ship({ name: 'objective-head', config: config as unknown as Record<string, unknown>, tensors, card });
  say(`shipped objective-head after ${Math.round((Date.now() - started) / 1000)} s`);
}

await main();
