/**
 * Fine-tuning 1,000 decisions: epochs, longest stretch between two chances to cancel, and the steps around it.
 * npm run bench:lora [-- --backend wasm|cpu] [--decisions N]. Decisions are invented and seeded; head and policy are
 * the shipped ones where they are there, made-up ones of the same shape otherwise: time does not depend on values.
 */
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { backendName, useBackend } from '../cli/backend.ts';
import { pcg32 } from '../src/core/rng.ts';
import { behaviourLedger } from '../src/engine/behaviour-ledger.ts';
import { currentPolicyConfig } from '../src/engine/policy-model.ts';
import { behaviourAt } from '../src/features/behaviour.ts';
import { decisions } from '../src/features/behaviour-decisions.ts';
import { tradeHistory } from '../src/features/behaviour-history.ts';
import { behaviourMarket } from '../src/features/behaviour-market.ts';
import { fineTune } from '../src/lora/fine-tune.ts';
import { followerOf, madeUpHead } from '../src/lora/lora-fixture.ts';
import { initPolicy } from '../src/models/policy/init.ts';
import { drawInvestor } from '../src/sim/investors/population.ts';
import { toyMarket } from '../src/sim/investors/toy-market.ts';

const { values } = parseArgs({
  options: { backend: { type: 'string', default: 'wasm' }, decisions: { type: 'string', default: '1000' } },
});

async function timeFineTuning(count: number): Promise<void> {
  // As many epochs as the app ever runs: early stopping would only make it shorter.
  const head = madeUpHead(1, { epochs: 60, patience: 1000 });
  const policy = initPolicy(currentPolicyConfig(), pcg32(2));
  const data = followerOf(2, count, 48, 3);
  await fineTune({ head: madeUpHead(1, { epochs: 3 }), policy, decisions: data, seed: 1 });
  const started = performance.now();
  const cpu = process.cpuUsage();
  let last = started;
  let longest = 0;
  const result = await fineTune({
    head,
    policy,
    decisions: data,
    seed: 1,
    onEpoch: () => {
      const now = performance.now();
      longest = Math.max(longest, now - last);
      last = now;
    },
  });
  const total = performance.now() - started;
  const used = process.cpuUsage(cpu).user / 1000;
  const epochs = result.loss.train.length;
  console.log(
    `fine-tune ${count} decisions x 48 assets, ${epochs} epochs: ${total.toFixed(0)} ms, ${(total / epochs).toFixed(1)} ms an epoch (processor time ${used.toFixed(0)} ms)`,
  );
  console.log(`longest between two chances to cancel: ${longest.toFixed(0)} ms`);
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
  clock(
    'all decisions with their states',
    () => void console.log(`  ${decisions(history, { seed: 1 }).count} decisions`),
  );
}

console.log(`backend ${await useBackend(backendName(values.backend))}`);
await timeFineTuning(Number(values.decisions));
timeBehaviour();
