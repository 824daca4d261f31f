import { notify } from '../stores/app-store.ts';
import { openSample as openSampleClient } from '../stores/ledger-store.ts';
import { takeFiles } from '../stores/import-store.ts';
import { sampleClients } from '../stores/samples.ts';
import { asKeepfolioError } from '../stores/errors.ts';
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

/** Reads dropped or chosen files and goes to the review when there is something to review. */
export async function dropFiles(files: readonly File[]): Promise<void> {
  if (files.length === 0) return;
  go('import');
  if (!(await takeFiles(files)) && location.hash === '#/import') go('start');
}

/** Hands the person a file. */
export function download(file: { readonly name: string; readonly text: string }, type = 'text/plain'): void {
  const url = URL.createObjectURL(new Blob([file.text], { type: `${type};charset=utf-8` }));
  const link = document.createElement('a');
  link.href = url;
  link.download = file.name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
