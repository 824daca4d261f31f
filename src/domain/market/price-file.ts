import { ByteCsv } from './byte-csv.ts';
import type { PriceTable } from './price-table.ts';
import { parseTickerCsv, recogniseTickerLayout } from './ticker-csv.ts';
import { parseWideCsv, readHeader } from './wide-csv.ts';

/**
 * Reads a price CSV of any known layout, told apart by its header and not by its name.
 * @param bytes the uncompressed file.
 * @throws KeepfolioError "prices-empty" when nothing in it is a price.
 */
export function parsePriceFile(bytes: Uint8Array, fileName: string): PriceTable[] {
  const isHistory = recogniseTickerLayout(readHeader(new ByteCsv(bytes))) !== null;
  return isHistory ? parseTickerCsv(bytes, fileName) : [parseWideCsv(bytes)];
}
