/** A dropped or chosen file with the folder path it came from, e.g. "chronos-t5-tiny/config.json". */
export interface DroppedFile {
  readonly path: string;
  readonly file: File;
}

/** More files than this are somebody's whole disk, not a checkpoint or a year of statements. */
const MAX_FILES = 2000;

function readDirectory(entry: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = entry.createReader();
  const all: FileSystemEntry[] = [];
  return new Promise((resolve, reject) => {
    // A reader hands out a hundred entries at a time, then an empty list.
    const more = (): void =>
      reader.readEntries((batch) => {
        all.push(...batch);
        if (batch.length === 0 || all.length > MAX_FILES) resolve(all);
        else more();
      }, reject);
    more();
  });
}

async function walk(entry: FileSystemEntry, out: DroppedFile[]): Promise<void> {
  if (out.length >= MAX_FILES) return;
  if (entry.isDirectory)
    for (const child of await readDirectory(entry as FileSystemDirectoryEntry)) await walk(child, out);
  else {
    const file = await new Promise<File>((resolve, reject) =>
      (entry as FileSystemFileEntry).file(resolve, reject),
    );
    out.push({ path: entry.fullPath.replace(/^\//, ''), file });
  }
}

/** All files of a drop, those inside dropped folders too. Must be called while the drop event is handled. */
export async function filesOfDrop(data: DataTransfer): Promise<DroppedFile[]> {
  const plain = [...data.files].map((file) => ({ path: file.name, file }));
  // Entries are only to be had before the first await.
  const entries = [...data.items].map((item) => item.webkitGetAsEntry?.() ?? null);
  if (!entries.some((entry) => entry?.isDirectory)) return plain;
  const out: DroppedFile[] = [];
  for (const entry of entries) if (entry) await walk(entry, out);
  return out;
}

/** Files of an input; those of a chosen folder carry its path. */
export const filesOfInput = (input: HTMLInputElement): DroppedFile[] =>
  [...(input.files ?? [])].map((file) => ({ path: file.webkitRelativePath || file.name, file }));

/** Whether a drop holds model weights rather than statements or prices. */
export const isCheckpoint = (files: readonly DroppedFile[]): boolean =>
  files.some((f) => /\.safetensors(\.index\.json)?$/.test(f.path));

/** Name of the folder the config.json lies in; null when the files came without one. */
export function folderName(files: readonly DroppedFile[]): string | null {
  const config = files.find((f) => /(^|\/)config\.json$/.test(f.path));
  return config?.path.split('/').at(-2) ?? null;
}
