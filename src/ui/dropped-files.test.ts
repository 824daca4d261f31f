import { describe, expect, it } from 'vitest';
import { filesOfDrop, folderName, isCheckpoint, type DroppedFile } from './dropped-files.ts';

const dropped = (path: string): DroppedFile => ({
  path,
  file: new File(['x'], path.split('/').at(-1) ?? ''),
});

const fileEntry = (fullPath: string) => ({
  isDirectory: false,
  fullPath,
  file: (done: (f: File) => void) => done(new File(['x'], fullPath)),
});
const folderEntry = (children: readonly object[]) => ({
  isDirectory: true,
  createReader() {
    // Like the browser: a batch, then an empty one.
    const batches = [children, []];
    return { readEntries: (done: (b: readonly object[]) => void) => done(batches.shift() ?? []) };
  },
});
const drop = (entries: readonly object[], files: readonly File[]): DataTransfer =>
  ({ files, items: entries.map((e) => ({ webkitGetAsEntry: () => e })) }) as unknown as DataTransfer;

describe('what was dropped', () => {
  it('walks folders, and takes plain files as they are', async () => {
    const tree = folderEntry([
      fileEntry('/tiny/config.json'),
      folderEntry([fileEntry('/tiny/a/b.safetensors')]),
    ]);
    const walked = await filesOfDrop(drop([tree], []));
    expect(walked.map((f) => f.path)).toEqual(['tiny/config.json', 'tiny/a/b.safetensors']);
    const plain = await filesOfDrop(drop([fileEntry('/a.csv')], [new File(['x'], 'a.csv')]));
    expect(plain.map((f) => f.path)).toEqual(['a.csv']);
  });
  it('tells a checkpoint from statements, and names it by its folder', () => {
    const folder = ['tiny/README.md', 'tiny/config.json', 'tiny/model.safetensors'].map(dropped);
    expect(isCheckpoint(folder)).toBe(true);
    expect(folderName(folder)).toBe('tiny');
    expect(folderName(['config.json', 'model.safetensors'].map(dropped))).toBeNull();
    expect(isCheckpoint([dropped('trades.json')])).toBe(false);
  });
});
