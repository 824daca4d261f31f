import { KeepfolioError } from '../src/core/errors.ts';
import { parseIsoDate, type IsoDate } from '../src/core/iso-date.ts';
import { openBundle } from '../src/domain/market/bundle.ts';
import { lastIndexOnOrBefore } from '../src/domain/market/as-of.ts';
import { sha256 } from '../src/core/sha256.ts';
import type { Panel } from '../src/domain/market/panel.ts';
import { readInput } from './read-input.ts';

/** Opens a market bundle given on the command line. @throws KeepfolioError "file-unreadable", "bundle-corrupt", … */
export async function readMarket(path: string): Promise<Panel> {
  const { panel } = await openBundle(await readInput(path), sha256);
  return panel;
}

/**
 * The day a command works at: `text`, or the panel's last day when absent.
 * @throws KeepfolioError "date-invalid", "as-of-too-early"
 */
export function asOfDate(
  panel: Panel,
  text: string | undefined,
): { readonly date: IsoDate; readonly t: number } {
  const date = text === undefined ? (panel.dates.at(-1) ?? null) : parseIsoDate(text);
  if (date === null) {
    throw new KeepfolioError('date-invalid', `"${text ?? ''}" is not a day.`, 'Write it as YYYY-MM-DD.');
  }
  const t = lastIndexOnOrBefore(panel.dates, date);
  if (t < 0) {
    throw new KeepfolioError(
      'as-of-too-early',
      `The market data begins ${panel.dates[0] ?? 'nowhere'}, after ${date}.`,
      'Choose a later date.',
    );
  }
  return { date, t };
}
