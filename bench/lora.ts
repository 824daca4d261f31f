/**
 * Fine-tuning 1,000 decisions: epochs, longest stretch between two chances to cancel (in processor time), and the steps around it.
 * npm run bench:lora [-- --backend wasm|cpu] [--decisions N]. Decisions are invented and seeded; the choice network is
 * the shipped one, policy and decisions are made up in its shape: time does not depend on values.
 */
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { backendName, useBackend } from '../cli/backend.ts';
import { pcg32 } from '../src/core/rng.ts';
import { behaviourLedger } from '../src/engine/behaviour-ledger.ts';
import { currentPolicyConfig } from '../src/engine/policy-model.ts';
import { behaviourAt } from '../src/features/behaviour.ts';
import { decisionSteps } from '../src/features/behaviour-decisions.ts';
import { tradeHistory } from '../src/features/behaviour-history.ts';
import { behaviourMarket } from '../src/features/behaviour-market.ts';
import { ASSET_WIDTH, GLOBAL_WIDTH } from '../src/features/state.ts';
import type { ChoiceSource } from '../src/lora/choice-inputs.ts';
import { fineTune } from '../src/lora/fine-tune.ts';
import { goalEvidence } from '../src/lora/goal-evidence.ts';
import { fetchModelFile } from '../training/lib/paths.ts';
import { followerOf, madeUpHead } from '../src/lora/lora-fixture.ts';
import { loadArtefact } from '../src/models/manifest.ts';
import { toParams, type Params } from '../src/models/nn/params.ts';
import { initPolicy } from '../src/models/policy/init.ts';
import { drawInvestor } from '../src/sim/investors/population.ts';
import { toyMarket } from '../src/sim/investors/toy-market.ts';

const { values } = parseArgs({
  options: { backend: { type: 'string', default: 'wasm' }, decisions: { type: 'string', default: '1000' } },
});

/** Processor time of this process, ms: a busy machine does not lengthen it. */
const processor = (): number => process.cpuUsage().user / 1000;

/** The choice network as it ships, with all its styles: what a person waits for. */
async function shippedChoiceNet(): Promise<Params> {
  const { tensors } = await loadArtefact('objective-head', fetchModelFile);
  return toParams(Object.fromEntries(Object.entries(tensors).filter(([name]) => name.startsWith('choice.'))));
}

/** Invented decisions of the size of a busy person's. */
function inventedSource(count: number, assets: number): ChoiceSource {
  const rng = pcg32(3);
  const normals = (n: number) => Float32Array.from({ length: n }, () => rng.normal());
  return {
    count,
    assets,
    scores: normals(count * 4 * assets),
    before: new Float32Array(count * (assets + 1)).fill(1 / (assets + 1)),
    change: normals(count * (assets + 1)).map((v) => 0.01 * v),
    mask: new Float32Array(count * assets).fill(1),
    asset: normals(count * assets * ASSET_WIDTH),
    global: normals(count * GLOBAL_WIDTH),
  };
}

async function timeFineTuning(count: number): Promise<void> {
  // As many epochs as the app ever runs: early stopping would only make it shorter.
  const head = madeUpHead(1, { epochs: 60, patience: 1000 });
  const policy = initPolicy(currentPolicyConfig(), pcg32(2));
  const net = await shippedChoiceNet();
  const source = inventedSource(count, 48);
  await goalEvidence(net, policy, inventedSource(8, 48));
  let last = processor();
  let longest = 0;
  const pause = (): void => {
    const now = processor();
    longest = Math.max(longest, now - last);
    last = now;
  };
  const began = performance.now();
  await goalEvidence(net, policy, source, pause);
  console.log(
    `evidence of ${count} decisions x 48 assets, once: ${(performance.now() - began).toFixed(0)} ms, longest between two chances to cancel ${longest.toFixed(0)} ms`,
  );
  const data = followerOf(2, count, 3);
  await fineTune({ head: madeUpHead(1, { epochs: 3 }), decisions: data, seed: 1 });
  const started = performance.now();
  const cpu = process.cpuUsage();
  last = processor();
  longest = 0;
  const result = await fineTune({ head, decisions: data, seed: 1, onEpoch: pause, breathe: pause });
  const total = performance.now() - started;
  pause();
  const used = process.cpuUsage(cpu).user / 1000;
  const epochs = result.loss.train.length;
  console.log(
    `fine-tune on ${count} decisions, ${epochs} epochs: ${total.toFixed(0)} ms, ${(total / epochs).toFixed(1)} ms an epoch (processor time ${used.toFixed(0)} ms; aim below 2000)`,
  );
  console.log(`longest between two chances to cancel: ${longest.toFixed(0)} ms (aim below 100)`);
}

/** What comes before: lots, 32 numbers, state of every decision, on the busiest of some simulated people. */
function timeBehaviour(): void {
  const market = behaviourMarket(toyMarket(5, { years: 12 }));
  const people = Array.from({ length: 40 }, (_, s) => drawInvestor(market, 100 + s)).filter(
    (p) => p !== null,
  );
  const busiest = people.toSorted((a, b) => b.trades - a.trades)[0];
  if (!busiest) return;
  const clock = (name: string, f: () => void): void => {
    const t = performance.now();
    f();
    console.log(`${name}: ${(performance.now() - t).toFixed(0)} ms`);
  };
  let facts = behaviourLedger([]);
  clock(`lots of ${busiest.trades} trades`, () => (facts = behaviourLedger(busiest.transactions)));
  const history = tradeHistory(busiest.transactions, facts, market);
  clock('the 32 numbers once', () => void behaviourAt(history, Infinity));
  const steps = decisionSteps(history, { seed: 1 });
  let longest = 0;
  const began = processor();
  for (let before = began, step = steps.next(); ; step = steps.next()) {
    longest = Math.max(longest, processor() - before);
    before = processor();
    if (!step.done) continue;
    console.log(
      `all ${step.value.count} decisions with their states: ${(processor() - began).toFixed(0)} ms of processor time, longest between two chances to cancel ${longest.toFixed(0)} ms`,
    );
    break;
  }
}

console.log(`backend ${await useBackend(backendName(values.backend))}`);
await timeFineTuning(Number(values.decisions));
timeBehaviour();
