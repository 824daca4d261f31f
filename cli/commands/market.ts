import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { KeepfolioError } from '../../src/core/errors.ts';
import { sha256 } from '../../src/core/sha256.ts';
import { encodeBundle, bundleHash, openBundle } from '../../src/domain/market/bundle.ts';
import { joinTables } from '../../src/domain/market/join-tables.ts';
import { parseMetaCsv } from '../../src/domain/market/meta-csv.ts';
import { withSparseVolume } from '../../src/domain/market/monthly-volume.ts';
import { parsePriceFile } from '../../src/domain/market/price-file.ts';
import { parseWideCsv } from '../../src/domain/market/wide-csv.ts';
import { readArgs, UsageError, type Command } from '../command.ts';
import { readInput } from '../read-input.ts';

/** A file's bytes, unpacked when it is gzip. @throws KeepfolioError "file-unreadable". */
async function readMaybeGzip(path: string): Promise<Uint8Array> {
  const bytes = await readInput(path);
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return new Uint8Array(gunzipSync(bytes));
  } catch {
    throw new KeepfolioError('file-unreadable', `${path}: damaged gzip file`, 'Download it again.');
  }
}

async function build(
  files: readonly string[],
  options: { meta?: string; volume?: string; out: string },
): Promise<unknown> {
  const tables = [];
  const problems = [];
  for (const file of files) {
    for (const table of parsePriceFile(await readMaybeGzip(file), file)) {
      tables.push(table);
      problems.push(...table.problems.map((p) => ({ file, ...p })));
    }
  }
  const meta = options.meta
    ? parseMetaCsv(new TextDecoder().decode(await readMaybeGzip(options.meta)))
    : new Map();
  const joined = joinTables(tables, { meta });
  const panel = options.volume
    ? withSparseVolume(joined, parseWideCsv(await readMaybeGzip(options.volume)))
    : joined;
  const bundle = await encodeBundle(panel, sha256);
  try {
    await mkdir(dirname(options.out), { recursive: true });
    await writeFile(options.out, bundle);
  } catch (e) {
    throw new KeepfolioError(
      'file-unwritable',
      `${options.out}: cannot be written (${(e as NodeJS.ErrnoException).code ?? 'failed'})`,
    );
  }
  return {
    assets: panel.assets.length,
    days: panel.dates.length,
    bytes: bundle.length,
    hash: bundleHash(bundle),
    problems,
  };
}

async function info(file: string): Promise<unknown> {
  const { panel, hash } = await openBundle(await readInput(file), sha256);
  return {
    assets: panel.assets.length,
    from: panel.dates[0] ?? null,
    to: panel.dates.at(-1) ?? null,
    hash,
    synthetic: panel.synthetic,
  };
}

export const command: Command = {
  usage: `usage: keepfolio market build --prices FILE… [--meta FILE] [--volume FILE] --out FILE
       keepfolio market info FILE
  --prices  wide CSV (date, then one column a symbol) or Stooq / Yahoo histories, plain or .gz; many files allowed
  --meta    CSV with ticker, name, asset_class, sector, country
  --volume  wide CSV of dollar volume in millions, any frequency, carried forward`,
  async run(args) {
    const { values, positionals } = readArgs(args, {
      prices: { type: 'string', multiple: true },
      meta: { type: 'string' },
      volume: { type: 'string' },
      out: { type: 'string' },
    });
    const [action, ...rest] = positionals;
    if (action === 'info') {
      if (rest.length !== 1) throw new UsageError('market info takes one bundle');
      return info(rest[0] as string);
    }
    if (action !== 'build') throw new UsageError('say what: market build or market info');
    const files = [...(values.prices ?? []), ...rest];
    if (files.length === 0) throw new UsageError('market build needs --prices FILE…');
    if (values.out === undefined) throw new UsageError('market build needs --out FILE');
    return build(files, {
      out: values.out,
      ...(values.meta === undefined ? {} : { meta: values.meta }),
      ...(values.volume === undefined ? {} : { volume: values.volume }),
    });
  },
};
