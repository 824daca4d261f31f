import { KeepfolioError } from '../../src/core/errors.ts';
import { symbolIndexOf } from '../../src/domain/market/as-of.ts';
import { METADATA, METADATA_COUNT, metadataSection } from '../../src/features/metadata.ts';
import { readArgs, UsageError, type Command } from '../command.ts';
import { asOfDate, readMarket } from '../read-market.ts';

export const command: Command = {
  usage: `usage: keepfolio metadata --market FILE --symbol S [--as-of DATE]
  The 50 observable numbers of one asset, from closes up to and including DATE; 0 where not known.`,
  async run(args) {
    const { values } = readArgs(args, {
      market: { type: 'string' },
      symbol: { type: 'string' },
      'as-of': { type: 'string' },
    });
    if (values.market === undefined || values.symbol === undefined) {
      throw new UsageError('metadata needs --market FILE and --symbol S');
    }
    const panel = await readMarket(values.market);
    const { t } = asOfDate(panel, values['as-of']);
    const row = symbolIndexOf(panel.assets).get(values.symbol);
    if (row === undefined) {
      throw new KeepfolioError(
        'symbol-unknown',
        `No prices for ${values.symbol} in this market.`,
        'Check the symbol.',
      );
    }
    const { raw, known } = metadataSection(panel, t);
    const from = row * METADATA_COUNT;
    return {
      symbol: values.symbol,
      date: panel.dates[t],
      names: METADATA.map((m) => m.name),
      values: Array.from(raw.subarray(from, from + METADATA_COUNT)),
      known: Array.from(known.subarray(from, from + METADATA_COUNT), (k) => k === 1),
      units: METADATA.map((m) => m.unit),
      formulas: METADATA.map((m) => m.formula),
    };
  },
};
