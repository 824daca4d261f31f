import { readFile } from 'node:fs/promises';
import { KeepfolioError } from '../src/core/errors.ts';

/** Reads a file given on the command line. @throws KeepfolioError "file-unreadable" naming the file. */
export async function readInput(path: string): Promise<Uint8Array> {
  try {
    return new Uint8Array(await readFile(path));
  } catch (e) {
    const why = (e as NodeJS.ErrnoException).code ?? 'unreadable';
    throw new KeepfolioError(
      'file-unreadable',
      `${path}: cannot be read (${why})`,
      'Check the path and its permissions.',
    );
  }
}
