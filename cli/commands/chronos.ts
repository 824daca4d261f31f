import { parseChronosConfig } from '../../src/models/chronos/config.ts';
import { loadChronosT5 } from '../../src/models/chronos/t5-predict.ts';
import { t5Document } from '../chronos/t5-cases.ts';
import { loadBolt } from '../../src/models/chronos/bolt.ts';
import { KeepfolioError } from '../../src/core/errors.ts';
import { backendName, useBackend } from '../backend.ts';
import { boltDocument } from '../chronos/bolt-cases.ts';
import { readCheckpointFolder } from '../chronos/checkpoint-folder.ts';
import { asObject } from '../chronos/json-tensor.ts';
import { type Command, readArgs, UsageError } from '../command.ts';
import { readInput } from '../read-input.ts';

const usage = `usage: keepfolio chronos MODEL_DIR CASES.json [--backend wasm|cpu|webgpu|auto]

Runs a Chronos-T5 or Chronos-Bolt checkpoint (config.json + model.safetensors, or a sharded index) on a file of
golden cases and prints the same document with a "result" beside every "expected".`;

async function readCases(path: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    return asObject(JSON.parse(new TextDecoder().decode(await readInput(path))), 'document');
  } catch (e) {
    if (!(e instanceof SyntaxError)) throw e;
    throw new KeepfolioError(
      'cases-invalid',
      `${path} is not JSON`,
      'It must follow the golden files of Chronos.',
    );
  }
}

async function run(args: readonly string[]): Promise<unknown> {
  const { values, positionals } = readArgs(args, { backend: { type: 'string', default: 'wasm' } });
  const [dir, casesFile, extra] = positionals;
  if (dir === undefined || casesFile === undefined || extra !== undefined) {
    throw new UsageError('chronos needs a model folder and a cases file');
  }
  const backend = backendName(values.backend);
  const { config, tensors } = await readCheckpointFolder(dir);
  const parsed = parseChronosConfig(config);
  const doc = await readCases(casesFile);
  await useBackend(backend);
  if (parsed.family === 'bolt') return boltDocument(loadBolt(config, tensors), doc);
  return t5Document(loadChronosT5(config, tensors), doc);
}

export const command: Command = { usage, run };
