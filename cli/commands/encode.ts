import { encodeUniverse } from '../../src/engine/encode.ts';
import { loadEncoder, loadFrozenBranch } from '../../src/engine/encoder-model.ts';
import { backendName, useBackend } from '../backend.ts';
import { readArgs, UsageError, type Command } from '../command.ts';
import { fetchModelFile } from '../../training/lib/paths.ts';
import { asOfDate, readMarket } from '../read-market.ts';

export const command: Command = {
  usage: `usage: keepfolio encode --market FILE --symbols A,B,… [--as-of DATE] [--gate 0|1] [--backend wasm|webgpu|cpu]
  Embeddings of the named assets, which attend to each other, from closes up to and including DATE.
  --gate forces the mix: 1 = the encoder's own temporal state, 0 = the frozen time-series branch.`,
  async run(args) {
    const { values } = readArgs(args, {
      market: { type: 'string' },
      symbols: { type: 'string' },
      'as-of': { type: 'string' },
      gate: { type: 'string' },
      backend: { type: 'string', default: 'wasm' },
    });
    if (values.market === undefined || values.symbols === undefined) {
      throw new UsageError('encode needs --market FILE and --symbols A,B,…');
    }
    if (values.gate !== undefined && values.gate !== '0' && values.gate !== '1')
      throw new UsageError('--gate is 0 or 1');
    const symbols = values.symbols.split(',').flatMap((s) => (s.trim() === '' ? [] : [s.trim()]));
    const panel = await readMarket(values.market);
    const { date } = asOfDate(panel, values['as-of']);
    await useBackend(backendName(values.backend));
    const out = await encodeUniverse({
      panel,
      asOf: date,
      symbols,
      encoder: await loadEncoder(fetchModelFile),
      chronos: await loadFrozenBranch(fetchModelFile),
      ...(values.gate === undefined ? {} : { gate: values.gate === '1' ? 1 : 0 }),
    });
    const width = out.embeddings.length / symbols.length;
    return {
      date: out.date,
      symbols,
      embeddings: symbols.map((_, i) => Array.from(out.embeddings.subarray(i * width, (i + 1) * width))),
      gate: Array.from(out.gate),
      regime: Array.from(out.regime),
      market: Array.from(out.market),
      notListed: symbols.filter((_, i) => out.listed[i] === 0),
    };
  },
};
