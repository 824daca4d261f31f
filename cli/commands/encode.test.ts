import { webcrypto } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeBundle } from '../../src/domain/market/bundle.ts';
import type { Panel } from '../../src/domain/market/panel.ts';
import { testPanel, withOtherFuture } from '../../src/features/test-panel.ts';
import { UsageError } from '../command.ts';
import { command as encode } from './encode.ts';
import { command as metadata } from './metadata.ts';

interface MetadataDocument {
  readonly names: string[];
  readonly values: number[];
  readonly known: boolean[];
}
interface EncodeDocument {
  readonly embeddings: number[][];
  readonly gate: number[];
  readonly regime: number[];
  readonly notListed: string[];
}

describe('metadata and encode', () => {
  const panel = testPanel(31, 14, 460);
  const day = panel.dates[400] as string;
  let folder = '';
  const file = (name: string) => join(folder, name);
  const write = async (name: string, p: Panel) =>
    writeFile(file(name), await encodeBundle(p, (b) => webcrypto.subtle.digest('SHA-256', b)));
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'keepfolio-encode-'));
    await write('market.kfm', panel);
    await write('other-future.kfm', withOtherFuture(panel, 400));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('print the 50 numbers of an asset, blind to what comes after the day, bundle included', async () => {
    const run = (name: string) =>
      metadata.run(['--market', file(name), '--symbol', 'A0', '--as-of', day]) as Promise<MetadataDocument>;
    const out = await run('market.kfm');
    expect(out.names).toHaveLength(50);
    expect(out.values).toHaveLength(50);
    expect(out.values[0]).toBe(1);
    expect(out.values.every(Number.isFinite)).toBe(true);
    expect(await run('other-future.kfm')).toEqual(out);
  });

  it('print embeddings, gate and regime, blind to what comes after the day', async () => {
    const run = (name: string, ...more: string[]) =>
      encode.run([
        '--market',
        file(name),
        '--symbols',
        'A0,A5,A2',
        '--as-of',
        day,
        ...more,
      ]) as Promise<EncodeDocument>;
    const out = await run('market.kfm');
    expect(out.embeddings.map((e) => e.length)).toEqual([64, 64, 64]);
    expect(out.regime).toHaveLength(8);
    expect(out.notListed).toEqual(['A2']);
    expect(out.gate[0]).toBeGreaterThan(0);
    expect(await run('other-future.kfm')).toEqual(out);
    expect((await run('market.kfm', '--gate', '0')).gate).toEqual([0, 0, 0]);
  });

  it('refuse by name what they cannot do', async () => {
    const at = ['--market', file('market.kfm')];
    await expect(metadata.run([...at, '--symbol', 'NOPE'])).rejects.toMatchObject({ code: 'symbol-unknown' });
    await expect(metadata.run([...at, '--symbol', 'A0', '--as-of', '2015-02-30'])).rejects.toMatchObject({
      code: 'date-invalid',
    });
    await expect(metadata.run([...at, '--symbol', 'A0', '--as-of', '1999-01-01'])).rejects.toMatchObject({
      code: 'as-of-too-early',
    });
    await expect(metadata.run(at)).rejects.toBeInstanceOf(UsageError);
    await expect(encode.run([...at, '--symbols', 'A0', '--gate', '2'])).rejects.toBeInstanceOf(UsageError);
    await expect(encode.run(['--market', file('nowhere.kfm'), '--symbols', 'A0'])).rejects.toMatchObject({
      code: 'file-unreadable',
    });
  });
});
