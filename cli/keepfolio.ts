import { KeepfolioError } from '../src/core/errors.ts';
import { UsageError, type Command } from './command.ts';

/** Commands load lazily, so that `import` does not pay for tensors. */
const COMMANDS: Record<string, () => Promise<{ command: Command }>> = {
  import: () => import('./commands/import.ts'),
  lots: () => import('./commands/lots.ts'),
  case: () => import('./commands/case.ts'),
  tax: () => import('./commands/tax.ts'),
  market: () => import('./commands/market.ts'),
  metadata: () => import('./commands/metadata.ts'),
  chronos: () => import('./commands/chronos.ts'),
  forecast: () => import('./commands/forecast.ts'),
  encode: () => import('./commands/encode.ts'),
  intent: () => import('./commands/intent.ts'),
  personalize: () => import('./commands/personalize.ts'),
  allocate: () => import('./commands/allocate.ts'),
  backtest: () => import('./commands/backtest.ts'),
};

/** stdout carries one JSON document and nothing else: whatever a library logs goes to stderr. */
function keepStdoutClean(): void {
  for (const name of ['log', 'info', 'debug', 'warn'] as const) {
    console[name] = (...parts: unknown[]) => console.error(...parts);
  }
}

async function print(doc: unknown): Promise<void> {
  await new Promise<void>((done) => process.stdout.write(JSON.stringify(doc) + '\n', () => done()));
}

async function main(argv: readonly string[]): Promise<number> {
  keepStdoutClean();
  const [name, ...args] = argv;
  if (name === undefined || name === '--help' || name === '-h') {
    process.stderr.write(`usage: keepfolio COMMAND …\ncommands: ${Object.keys(COMMANDS).join(', ')}\n`);
    return name === undefined ? 2 : 0;
  }
  const load = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!load) {
    process.stderr.write(`unknown command "${name}"; one of: ${Object.keys(COMMANDS).join(', ')}\n`);
    return 2;
  }
  const { command } = await load();
  if (args.includes('--help') || args.includes('-h')) {
    process.stderr.write(`${command.usage}\n`);
    return 0;
  }
  try {
    await print(await command.run(args));
    return 0;
  } catch (e) {
    if (e instanceof UsageError) {
      process.stderr.write(`${e.message}\n${command.usage}\n`);
      return 2;
    }
    if (e instanceof KeepfolioError) {
      await print({ error: { code: e.code, message: e.message, hint: e.hint } });
      return 1;
    }
    throw e;
  }
}

process.exitCode = await main(process.argv.slice(2));
