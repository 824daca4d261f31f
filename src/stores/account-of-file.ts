import type { BatchView } from './view-types.ts';

/** Account of rows that name none, as the terminal has it for files whose broker is unknown. */
const NAMELESS = 'main';

/**
 * File name -> account of the rows in it that name none: the broker's name, so that two exports of one broker meet and
 * two brokers stay apart. Files of older imports that kept no broker are left out.
 */
export function accountsOfFiles(
  batches: readonly Pick<BatchView, 'files'>[],
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    batches.flatMap((batch) =>
      batch.files.flatMap(({ name, broker }) =>
        typeof broker === 'string' ? [[name, broker === '' ? NAMELESS : broker] as const] : [],
      ),
    ),
  );
}
