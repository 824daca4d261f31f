import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { useBackend } from '../cli/backend.ts';
import { OBJECTIVES } from '../src/domain/portfolio/types.ts';
import { behaviourLedger } from '../src/engine/behaviour-ledger.ts';
import { loadPersonModels } from '../src/engine/person-models.ts';
import { personalize } from '../src/engine/personalize.ts';
import type { PersonModels } from '../src/engine/personalize.ts';
import { importFile } from '../src/importers/import-file.ts';
import { loadArtefact } from '../src/models/manifest.ts';
import { fitHead, headPoint } from './lib/fit-head.ts';
import { headRows } from './lib/head-rows.ts';
import { drawBusy, drawSubjects, TRADE_COUNTS } from './lib/investor-examples.ts';
import { live, remembered, type Lived, type PlainExample } from './lib/lived-people.ts';
import { logisticRegression, nearestPrototype, type Predictor } from './lib/objective-baselines.ts';
import { demoPanel, evaluationMarkets, trainingMarkets, type NamedMarket } from './lib/objective-markets.ts';
import { benchOn, heldOutLoss, seenAfter } from './lib/objective-people.ts';
import type { HeldOutLoss, Seen } from './lib/objective-people.ts';
import { cardResults, objectiveReport } from './lib/objective-report.ts';
import type { LeftOutFold, SampleAnswer } from './lib/objective-report.ts';
import { accuracy, top } from './lib/objective-scores.ts';
import { fetchModelFile, MODELS_DIR, ROOT } from './lib/paths.ts';
import { trainedPolicy } from './lib/policy-investor.ts';
import { refreshManifest } from './lib/ship.ts';

/*
 * What the objective head can and cannot tell, on people and markets it never saw:
 *   npm run evaluate:objectives
 */

const { values } = parseArgs({
  options: {
    people: { type: 'string', default: '30' },
    /** People per goal and market with 100 trades or more. */
    busy: { type: 'string', default: '7' },
    toys: { type: 'string', default: '3' },
    training: { type: 'string', default: '1200' },
    /** First seed of people and markets. A population is looked at once; later runs need a fresh one. */
    population: { type: 'string', default: '9530' },
    /** Only simulates the people, so that judging them later takes minutes less. */
    prepare: { type: 'boolean', default: false },
    /** Says the short results and writes nothing: for a population that is not the final one. */
    dry: { type: 'boolean', default: false },
  },
});
const say = (text: string): void => void process.stderr.write(`${text}\n`);

/** One kind a goal is kept out each time; between them every fold covers all six goals. */
const FOLDS = [
  [
    'reversalTrader',
    'bounceBuyer',
    'bargainBuyer',
    'volatilityTargeter',
    'waitingHarvester',
    'longTermTrimmer',
  ],
  ['momentumChaser', 'profitTaker', 'rebalancer', 'panicSeller', 'decemberHarvester', 'yearMarkSeller'],
  ['breakoutTrader', 'swingTrader', 'indexHolder', 'calmHolder', 'yearRoundHarvester', 'patientRotator'],
] as const;

/** Training examples for the baselines and the folds: the recipe of the head's, on its markets. */
function trainingExamples(count: number): readonly PlainExample[] {
  const markets = trainingMarkets(4);
  const each = Math.round(count / markets.length);
  return markets.flatMap((m, i) => {
    const first = 6_000_000 + 10_000 * i;
    return remembered(`baseline ${m.name} ${first} ${each}`, () =>
      live(
        m,
        [
          ...drawSubjects(m.market, behaviourLedger, first, each),
          ...drawBusy(m.market, behaviourLedger, first + 2_000_000, 8, 100),
        ],
        [],
      ),
    ).examples;
  });
}

async function leftOut(examples: readonly PlainExample[]): Promise<LeftOutFold[]> {
  const out: LeftOutFold[] = [];
  for (const kinds of FOLDS) {
    const isOut = (e: PlainExample): boolean => kinds.some((k) => e.kind.includes(k));
    const head = await fitHead(headRows(examples.filter((e) => !isOut(e))));
    const test = examples
      .filter((e) => e.trades >= 50 && kinds.some((k) => e.kind === k))
      .map((e) => ({ kind: e.kind, truth: e.y, point: headPoint(head, e.x) }));
    const byKind = kinds.map((kind) => {
      const own = test.filter((t) => t.kind === kind);
      return { kind, accuracy: accuracy(own), people: own.length };
    });
    out.push({ kinds, accuracy: accuracy(test), people: test.length, byKind });
  }
  return out;
}

/** Numbers of trades after which a person is learned from, and their whole file. */
const FILES = [...TRADE_COUNTS.filter((n) => n >= 20), Infinity];

/** People of one market. Those with a rule of their own do not depend on the models and are simulated once. */
function peopleOf(market: NamedMarket, firstSeed: number, policy: PersonModels['policy'] | null): Lived[] {
  const { people, busy } = values;
  const ruled = remembered(`judged ${market.name} ${firstSeed} ${people} ${busy}`, () =>
    live(
      market,
      [
        ...drawSubjects(market.market, behaviourLedger, firstSeed, Number(people)),
        ...drawBusy(market.market, behaviourLedger, firstSeed + 50_000, Number(busy), 100),
      ],
      FILES,
    ),
  );
  if (!policy) return [ruled];
  const follow = { policyDriven: 1, policy: trainedPolicy(market.market, policy) };
  return [
    ruled,
    live(market, drawSubjects(market.market, behaviourLedger, firstSeed + 80_000, 8, follow), FILES),
  ];
}

const marketsOf = (): readonly (readonly [NamedMarket, number])[] =>
  evaluationMarkets(Number(values.population), Number(values.toys)).map((m, i) => [
    m,
    1_000 * Number(values.population) + 100_000 * i,
  ]);

async function judgePeople(models: PersonModels, logistic: Predictor) {
  const seen: Seen[] = [];
  const losses: HeldOutLoss[] = [];
  const names: string[] = [];
  const everybody = new Set<string>();
  for (const [market, firstSeed] of marketsOf()) {
    const bench = benchOn(market, models);
    names.push(market.name);
    for (const { people, examples } of peopleOf(market, firstSeed, models.policy)) {
      for (const e of examples) {
        everybody.add(`${market.name} ${e.seed}`);
        const person = people.find((p) => p.seed === e.seed && p.asked === e.trades) ?? null;
        seen.push(await seenAfter(bench, e, person));
      }
      for (const p of people) {
        const loss = p.asked === Infinity ? await heldOutLoss(bench, p, logistic) : null;
        if (loss) losses.push(loss);
      }
    }
    say(`${market.name}: ${everybody.size} people so far`);
  }
  return { seen, losses, names, people: everybody.size };
}

/** The shipped sample files through the whole app, as anyone would see them. */
async function sampleAnswers(models: PersonModels): Promise<SampleAnswer[]> {
  const panel = demoPanel();
  if (!panel) return [];
  const out: SampleAnswer[] = [];
  const index = JSON.parse(await readFile(join(ROOT, 'public/samples/index.json'), 'utf8')) as {
    file: string;
  }[];
  for (const { file } of index) {
    const bytes = new Uint8Array(await readFile(join(ROOT, 'public/samples', file)));
    const { transactions } = importFile({ name: file, bytes });
    const p = await personalize({ transactions, panel, models, seed: 1 });
    const best = OBJECTIVES[top(OBJECTIVES.map((o) => p.objectives[o]))] ?? 'longTermGain';
    out.push({ name: file, top: best, weight: p.objectives[best], enough: p.enough });
  }
  return out;
}

/** The policy's 6 x 6 table: from its full evaluation, else from the quick one, else null. */
async function policyMatrix(): Promise<number[][] | null> {
  for (const name of ['report.json', 'policy-quick.json']) {
    try {
      const report = JSON.parse(await readFile(join(ROOT, 'docs/evaluation', name), 'utf8')) as {
        matrix?: { mean?: number[][] };
      };
      if (report.matrix?.mean) return report.matrix.mean;
    } catch {
      // Not there: the next one is tried, and the report says so when none is.
    }
  }
  return null;
}

const MARK = '\n## Results\n';

async function updateCard(results: string): Promise<void> {
  const path = join(MODELS_DIR, 'objective-head', 'README.md');
  const card = (await readFile(path, 'utf8')).split(MARK)[0] ?? '';
  await writeFile(path, `${card.trimEnd()}\n${MARK}\n${results}\n`);
  await refreshManifest();
}

/** Simulates everybody who does not depend on the models; nothing is judged. */
function prepare(): void {
  trainingExamples(Number(values.training));
  for (const [market, firstSeed] of marketsOf()) {
    peopleOf(market, firstSeed, null);
    say(`${market.name}: simulated`);
  }
}

async function main(): Promise<void> {
  await useBackend('wasm');
  if (values.prepare) return prepare();
  const models = await loadPersonModels(fetchModelFile);
  const examples = trainingExamples(Number(values.training));
  say(`${examples.length} training examples for the baselines`);
  const logistic = await logisticRegression(examples);
  const { seen, losses, names, people } = await judgePeople(models, logistic);
  const findings = {
    seen,
    losses,
    people,
    markets: names,
    logistic,
    prototype: nearestPrototype(examples),
    counts: TRADE_COUNTS,
    minimum: models.head.config.minimum,
    folds: await leftOut(examples),
    samples: await sampleAnswers(models),
    matrix: await policyMatrix(),
    population: Number(values.population),
    weights: (await loadArtefact('objective-head', fetchModelFile)).sha256,
    policy: (await loadArtefact('policy', fetchModelFile)).sha256,
  };
  if (values.dry) return say(objectiveReport(findings));
  await mkdir(join(ROOT, 'docs/models'), { recursive: true });
  await writeFile(join(ROOT, 'docs/models/objective-head.md'), objectiveReport(findings));
  await updateCard(cardResults(findings));
  say(cardResults(findings));
}

await main();
