import { performance } from 'node:perf_hooks';
import { KeepfolioError } from '../../src/core/errors.ts';
import type { Panel } from '../../src/domain/market/panel.ts';
import { loadPersonModels } from '../../src/engine/person-models.ts';
import { personalize } from '../../src/engine/personalize.ts';
import type { PersonModels } from '../../src/engine/personalize.ts';
import { rowsOfEvents } from '../../src/engine/rows-of-events.ts';
import { fetchModelFile } from '../../training/lib/paths.ts';
import { backendName, useBackend } from '../backend.ts';
import { readArgs, UsageError, type Command } from '../command.ts';
import { readLedgerFiles } from '../ledger-input.ts';
import { readMarket } from '../read-market.ts';

const OPTIONS = {
  market: { type: 'string' },
  seed: { type: 'string', default: '1' },
  each: { type: 'boolean', default: false },
  backend: { type: 'string', default: 'wasm' },
} as const;

function seedOption(text: string): number {
  const seed = Number(text);
  if (!Number.isSafeInteger(seed) || seed < 0)
    throw new UsageError(`--seed is a whole number from 0 on, not "${text}"`);
  return seed;
}

/** One person: all the files together. */
async function onePerson(paths: readonly string[], panel: Panel | null, models: PersonModels, seed: number) {
  const started = performance.now();
  const sources = await readLedgerFiles(paths);
  const transactions = [
    ...sources.transactions,
    ...sources.documents.flatMap((d, i) => rowsOfEvents(d.events, `document-${i + 1}`)),
  ];
  if (transactions.length === 0) {
    throw new KeepfolioError(
      'ledger-empty',
      `no broker's row found in ${paths.join(', ')}`,
      "Give a broker's CSV.",
    );
  }
  const p = await personalize({
    transactions,
    panel,
    models,
    seed,
    ledger: { accountOfFile: sources.accountOfFile },
    onProgress: ({ stage, fraction }) =>
      void process.stderr.write(`\r${stage} ${Math.round(100 * fraction)} %   `),
  });
  process.stderr.write('\n');
  return {
    parameters: p.parameters,
    decisions: p.decisions,
    enough: p.enough,
    prior: p.prior,
    objectives: p.objectives,
    spread: p.spread,
    behaviour: Object.fromEntries(p.behaviour.map((b) => [b.name, b.value])),
    unknown: p.behaviour.filter((b) => !b.known).map((b) => b.name),
    words: Object.fromEntries(p.behaviour.map((b) => [b.name, b.words])),
    loss: p.loss,
    trajectory: p.trajectory,
    adapter: p.adapter,
    seed,
    ms: Math.round(performance.now() - started),
  };
}

const idOf = (path: string): string => (path.split(/[\\/]/).pop() ?? path).replace(/\.[^.]*$/, '');

export const command: Command = {
  usage: `usage: keepfolio personalize LEDGER… [--market FILE] [--seed N] [--each] [--backend wasm|webgpu|cpu]
  What kind of investor the files show: fine-tunes 76 numbers on the person's own trades.
  Several files are one person; with --each every file is another person and the answer is an array.
  Without --market only the ledger is read, and nothing is fine-tuned.`,
  async run(args) {
    const { values, positionals } = readArgs(args, OPTIONS);
    if (positionals.length === 0) throw new UsageError('give at least one file');
    const seed = seedOption(values.seed);
    const panel = values.market === undefined ? null : await readMarket(values.market);
    await useBackend(backendName(values.backend));
    const models = await loadPersonModels(fetchModelFile);
    if (!values.each) return onePerson(positionals, panel, models, seed);
    const answers = [];
    for (const path of positionals) {
      try {
        answers.push({ id: idOf(path), ...(await onePerson([path], panel, models, seed)) });
      } catch (e) {
        // One unreadable person must not take the others down.
        if (!(e instanceof KeepfolioError)) throw e;
        answers.push({ id: idOf(path), error: { code: e.code, message: e.message, hint: e.hint } });
      }
    }
    return answers;
  },
};
