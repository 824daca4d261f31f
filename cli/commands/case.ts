import { KeepfolioError } from '../../src/core/errors.ts';
import { runTaxCase } from '../../src/engine/tax-case.ts';
import { readArgs, UsageError, type Command } from '../command.ts';
import { readInput } from '../read-input.ts';

function parseJson(path: string, bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    throw new KeepfolioError('not-json', `${path}: not a JSON file`, 'Give the worked cases as JSON files.');
  }
}

const idOf = (doc: unknown, path: string): string => {
  const id = typeof doc === 'object' && doc !== null ? (doc as { id?: unknown }).id : undefined;
  return typeof id === 'string' ? id : (path.split('/').pop() ?? path).replace(/\.json$/, '');
};

/** One case that cannot be read must not cost the others their result. */
function resultOf(doc: unknown): { result: unknown } | { error: unknown } {
  try {
    return { result: runTaxCase(doc) };
  } catch (e) {
    if (!(e instanceof KeepfolioError)) throw e;
    return { error: { code: e.code, message: e.message, hint: e.hint } };
  }
}

export const command: Command = {
  usage: `keepfolio case FILE…
Runs worked tax cases (kinds lots, netting, tax, qualified_dividend, tlh) and prints [{id, result}].
The expected output in a file is not read. A file may hold one case or a list of them.`,
  async run(args) {
    const { positionals } = readArgs(args, {});
    if (positionals.length === 0) throw new UsageError('give at least one case file');
    const out: unknown[] = [];
    for (const path of positionals) {
      const doc = parseJson(path, await readInput(path));
      for (const one of Array.isArray(doc) ? doc : [doc]) out.push({ id: idOf(one, path), ...resultOf(one) });
    }
    return out;
  },
};
