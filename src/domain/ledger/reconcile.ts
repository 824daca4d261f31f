import type { Cents } from '../../core/money.ts';
import type { IsoDate } from '../../core/iso-date.ts';
import type { Ledger, LedgerGain } from './ledger.ts';

/** Where the law's view (all accounts, identical securities) and the broker's (one account, one CUSIP) differ. */
export interface ViewDifference {
  readonly saleId: string;
  readonly lotId: string;
  readonly symbol: string;
  readonly sold: IsoDate;
  readonly lawDisallowed: Cents;
  readonly brokerDisallowed: Cents;
  readonly lawGain: Cents;
  readonly brokerGain: Cents;
}

interface Sum {
  readonly row: LedgerGain;
  disallowed: number;
  gain: number;
}

function sums(rows: readonly LedgerGain[]): Map<string, Sum> {
  const out = new Map<string, Sum>();
  for (const row of rows) {
    const key = `${row.saleId}\n${row.lotId}`;
    const sum = out.get(key) ?? { row, disallowed: 0, gain: 0 };
    out.set(key, sum);
    sum.disallowed += row.washDisallowed;
    sum.gain += row.gain;
  }
  return out;
}

/**
 * Row by row, what a 1099-B will not show and a return must. Later rows may differ in gain alone: their basis holds a
 * loss that only one view deferred.
 */
export function reconcileViews(
  law: Pick<Ledger, 'realized'>,
  broker: Pick<Ledger, 'realized'>,
): ViewDifference[] {
  const theirs = sums(broker.realized);
  const out: ViewDifference[] = [];
  for (const [key, mine] of sums(law.realized)) {
    const other = theirs.get(key);
    const brokerDisallowed = other?.disallowed ?? 0;
    const brokerGain = other?.gain ?? 0;
    if (mine.disallowed === brokerDisallowed && mine.gain === brokerGain) continue;
    out.push({
      saleId: mine.row.saleId,
      lotId: mine.row.lotId,
      symbol: mine.row.symbol,
      sold: mine.row.sold,
      lawDisallowed: mine.disallowed as Cents,
      brokerDisallowed: brokerDisallowed as Cents,
      lawGain: mine.gain as Cents,
      brokerGain: brokerGain as Cents,
    });
  }
  return out;
}
