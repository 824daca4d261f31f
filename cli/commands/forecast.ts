import { bandNote, forecastAsset } from '../../src/engine/forecast.ts';
import { loadChronosBranch } from '../../src/models/chronos/branch.ts';
import { loadArtefact } from '../../src/models/manifest.ts';
import { fetchModelFile } from '../../training/lib/paths.ts';
import { backendName, useBackend } from '../backend.ts';
import { readCheckpointFolder } from '../chronos/checkpoint-folder.ts';
import { type Command, readArgs, UsageError } from '../command.ts';
import { asOfDate, readMarket } from '../read-market.ts';

const byLevel = (levels: readonly number[], paths: readonly (readonly number[])[]) =>
  Object.fromEntries(levels.map((level, i) => [String(level), paths[i]]));

export const command: Command = {
  usage: `usage: keepfolio forecast --market FILE --symbol S [--as-of DATE] [--horizon 64] [--model DIR] [--backend wasm|webgpu|cpu]
  Quantiles of price and of cumulative log return for the trading days after DATE, from closes up to and including it.
  --model takes a folder with an official Chronos-Bolt or Chronos-T5 checkpoint instead of the shipped one.`,
  async run(args) {
    const { values } = readArgs(args, {
      market: { type: 'string' },
      symbol: { type: 'string' },
      'as-of': { type: 'string' },
      horizon: { type: 'string', default: '64' },
      model: { type: 'string' },
      backend: { type: 'string', default: 'wasm' },
    });
    if (values.market === undefined || values.symbol === undefined) {
      throw new UsageError('forecast needs --market FILE and --symbol S');
    }
    const panel = await readMarket(values.market);
    const { date } = asOfDate(panel, values['as-of']);
    await useBackend(backendName(values.backend));
    const branch = loadChronosBranch(
      values.model === undefined
        ? await loadArtefact('chronos-bolt-keepfolio', fetchModelFile)
        : await readCheckpointFolder(values.model),
    );
    const f = await forecastAsset(panel, values.symbol, date, Number(values.horizon), branch);
    const price = byLevel(f.levels, f.price);
    return {
      symbol: f.symbol,
      date: f.date,
      lastClose: f.lastClose,
      observedDays: f.observedDays,
      missingDays: f.missingDays,
      width: bandNote(panel, f, f.horizon),
      synthetic: panel.synthetic,
      tested: f.tested,
      quantiles: price,
      price: { quantiles: price },
      logReturn: { quantiles: byLevel(f.levels, f.logReturn) },
    };
  },
};
