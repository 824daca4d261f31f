import { parseArgs, type ParseArgsConfig } from 'node:util';

/** One command of the headless contract. `run` returns the one JSON document that goes to stdout. */
export interface Command {
  /** Shown by --help: what it does and its options. */
  readonly usage: string;
  run(args: readonly string[]): Promise<unknown>;
}

/** Wrong usage: exit code 2. */
export class UsageError extends Error {}

/**
 * Parses a command's arguments strictly.
 * @throws UsageError on an unknown option or a missing value, with node's own wording.
 */
export function readArgs<T extends NonNullable<ParseArgsConfig['options']>>(
  args: readonly string[],
  options: T,
) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (e) {
    throw new UsageError(e instanceof Error ? e.message : String(e));
  }
}
