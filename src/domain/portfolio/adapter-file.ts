import { KeepfolioError } from '../../core/errors.ts';

/** The 76 numbers of a person as they are stored and travel: A (2 x 32) and B (6 x 2), row-major. */
export interface AdapterFile {
  /** SHA-256 of the frozen weights they were learned beside; they mean nothing beside others. */
  readonly head: string;
  readonly A: readonly number[];
  readonly B: readonly number[];
}

export const ADAPTER_KIND = 'keepfolio-adapter';
export const ADAPTER_WARNING =
  'These 76 numbers describe how a person invests. They were learned from their trades; give them only to somebody you would show the trades to.';

const SIZE_A = 64;
const SIZE_B = 12;
/** A file of this kind has some two thousand characters. */
const MOST_CHARACTERS = 100_000;

const refuse = (why: string, hint: string): never => {
  throw new KeepfolioError('adapter-file', why, hint);
};

/** The file's text: plain JSON with the warning first, so that whoever opens it reads it. */
export function adapterFileText(file: AdapterFile): string {
  const { head, A, B } = file;
  return `${JSON.stringify({ kind: ADAPTER_KIND, version: 1, warning: ADAPTER_WARNING, head, A, B }, null, 2)}\n`;
}

const numbersOf = (x: unknown, size: number): readonly number[] | null =>
  Array.isArray(x) && x.length === size && x.every((v) => typeof v === 'number' && Number.isFinite(v))
    ? (x as number[])
    : null;

function parsed(text: string): Record<string, unknown> {
  const again = 'Choose a file that Keepfolio exported on the You page.';
  if (text.length > MOST_CHARACTERS) return refuse('This file is too large to hold 76 numbers.', again);
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return value as Record<string, unknown>;
  } catch {
    // Said below in plain words.
  }
  return refuse('This is not a file with learned numbers.', again);
}

/**
 * Reads an exported file and checks it against the weights at hand.
 * @param head SHA-256 of the frozen weights in use; null leaves that check to the caller
 * @throws KeepfolioError "adapter-file" with the reason
 */
export function readAdapterFile(text: string, head: string | null): AdapterFile {
  const file = parsed(text);
  const again = 'Choose a file that Keepfolio exported on the You page.';
  if (file['kind'] !== ADAPTER_KIND) return refuse('This is not a file with learned numbers.', again);
  if (file['version'] !== 1)
    return refuse('This file comes from a newer Keepfolio.', 'Load the newest version, then try again.');
  const [A, B] = [numbersOf(file['A'], SIZE_A), numbersOf(file['B'], SIZE_B)];
  if (!A || !B)
    return refuse(
      `It should hold ${SIZE_A} and ${SIZE_B} finite numbers, and does not.`,
      'It was cut off or changed by hand; export it again.',
    );
  const its = file['head'];
  if (typeof its !== 'string' || !/^[0-9a-f]{64}$/.test(its))
    return refuse('It does not say which weights it belongs to.', 'Export it again.');
  if (head !== null && its !== head)
    return refuse(
      'It was learned beside other model weights than this version of the app has; beside these it would mean something else.',
      'Learn again from your trades instead.',
    );
  return { head: its, A, B };
}
