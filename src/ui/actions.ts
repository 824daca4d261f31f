import { notify } from '../stores/app-store.ts';
import { openSample as openSampleClient } from '../stores/ledger-store.ts';
import { takeFiles } from '../stores/import-store.ts';
import { sampleClients } from '../stores/samples.ts';
import { asKeepfolioError } from '../stores/errors.ts';
import { folderName, isCheckpoint, type DroppedFile } from './dropped-files.ts';
import { go } from './router.ts';

/** Opens an invented client (the first when none is named) and goes to its holdings. */
export async function openSample(id: string | null): Promise<void> {
  try {
    const chosen = id ?? (await sampleClients())[0]?.id;
    if (!chosen) return;
    go('holdings');
    await openSampleClient(chosen);
  } catch (e) {
    const error = asKeepfolioError(e);
    notify({ tone: 'problem', message: error.message, hint: error.hint });
  }
}

/** Checks a dropped checkpoint and, if it passes, lets it forecast. */
export async function takeCheckpoint(files: readonly DroppedFile[]): Promise<void> {
  if (files.length === 0) return;
  // Not on the way to the first paint: few people ever bring one.
  const { addCheckpoint } = await import('../stores/checkpoint-store.ts');
  await addCheckpoint(
    folderName(files),
    files.map(({ path, file }) => ({ name: path, blob: file })),
  );
}

/** Reads dropped or chosen files and goes to the review when there is something to review. */
export async function dropFiles(files: readonly DroppedFile[]): Promise<void> {
  if (files.length === 0) return;
  if (isCheckpoint(files)) {
    go('privacy');
    return takeCheckpoint(files);
  }
  go('import');
  if (!(await takeFiles(files.map((f) => f.file))) && location.hash === '#/import') go('start');
}

/** Hands the person a file. */
export function download(
  file: { readonly name: string } & ({ readonly text: string } | { readonly content: Blob }),
  type = 'text/plain',
): void {
  const content = 'content' in file ? file.content : new Blob([file.text], { type: `${type};charset=utf-8` });
  const url = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = url;
  link.download = file.name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
