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

type Outcome = { readonly result: unknown } | { readonly error: unknown };

const failed = (e: KeepfolioError): Outcome => ({
  error: { code: e.code, message: e.message, hint: e.hint },
});

/** One case that cannot be worked must not cost the others their result, whatever the reason. */
function resultOf(doc: unknown): Outcome {
  try {
    return { result: runTaxCase(doc) };
  } catch (e) {
    if (e instanceof KeepfolioError) return failed(e);
    const why = e instanceof Error ? e.message : String(e);
    return failed(new KeepfolioError('case-failed', `the case could not be worked: ${why}`));
  }
}

async function outcomesOf(path: string): Promise<unknown[]> {
  const doc = parseJson(path, await readInput(path));
  return (Array.isArray(doc) ? doc : [doc]).map((one) => ({ id: idOf(one, path), ...resultOf(one) }));
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
      try {
        out.push(...(await outcomesOf(path)));
      } catch (e) {
        // A lone file's fault is the command's fault; among several it is that file's alone.
        if (positionals.length === 1 || !(e instanceof KeepfolioError)) throw e;
        out.push({ id: idOf(null, path), ...failed(e) });
      }
    }
    return out;
  },
};
