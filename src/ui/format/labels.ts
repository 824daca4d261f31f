import type { AssetClass } from '../../domain/market/panel.ts';
import type { Expert, FilingStatus, Objective } from '../../domain/portfolio/types.ts';
import type { AccountType } from '../../domain/ledger/transaction.ts';
import type { LotMethod } from '../../stores/view-types.ts';

/** The six goals in a person's words, in sentences ("like …") and on axes. */
export const OBJECTIVE_LABELS: Readonly<
  Record<
    Objective,
    { readonly name: string; readonly axis: string; readonly like: string; readonly means: string }
  >
> = {
  shortTermAlpha: {
    name: 'Beat the market soon',
    axis: 'Beat the market',
    like: 'trying to beat the market soon',
    means: 'do better than a yardstick within about a year',
  },
  shortTermGain: {
    name: 'Quick gains',
    axis: 'Quick gains',
    like: 'looking for quick gains',
    means: 'profit taken within about a year rather than left on paper',
  },
  longTermGain: {
    name: 'Long-term growth',
    axis: 'Long growth',
    like: 'long-term growth',
    means: 'wealth over three years and more',
  },
  capitalPreservation: {
    name: 'Keep what is there',
    axis: 'Preservation',
    like: 'keeping what is there',
    means: 'small losses before large gains',
  },
  taxLossHarvesting: {
    name: 'Tax-loss harvesting',
    axis: 'Harvesting',
    like: 'tax-loss harvesting',
    means: 'realise losses to offset gains',
  },
  longTermGainsOnly: {
    name: 'Long-term gains only',
    axis: 'Hold a year',
    like: 'waiting for the long-term rate',
    means: 'realise a gain only once it is long-term',
  },
};

export const EXPERT_LABELS: Readonly<Record<Expert, { readonly name: string; readonly means: string }>> = {
  momentum: { name: 'Momentum', means: 'buys what has been rising and takes its profits early' },
  growth: { name: 'Growth', means: 'holds what pays over years' },
  defensive: { name: 'Defensive', means: 'steps back when markets are rough' },
  taxAware: { name: 'Tax-aware', means: 'moves when the tax is right' },
};

/** Series colour by index, the same entity the same colour on every page. */
export const seriesColor = (index: number): string => `var(--series-${index % 7})`;

export const ASSET_CLASS_LABELS: Readonly<Record<AssetClass, string>> = {
  equity: 'Stocks',
  equityFund: 'Stock funds',
  bond: 'Bonds',
  realEstate: 'Real estate',
  commodity: 'Commodities',
  crypto: 'Crypto',
  cash: 'Cash',
};

export const METHOD_LABELS: Readonly<Record<LotMethod, string>> = {
  fifo: 'FIFO: oldest first',
  lifo: 'LIFO: newest first',
  hifo: 'HIFO: highest cost first',
  lofo: 'LOFO: lowest cost first',
  mintax: 'Minimum tax (brokers’ order)',
  taxaware: 'Tax-aware: my own rates',
  avg: 'Average cost',
};

export const ACCOUNT_TYPE_LABELS: Readonly<Record<AccountType, string>> = {
  taxable: 'Taxable',
  ira: 'IRA',
  roth: 'Roth IRA',
};

export const STATUS_LABELS: Readonly<Record<FilingStatus, string>> = {
  single: 'Single',
  joint: 'Married, filing jointly',
  separate: 'Married, filing separately',
  head: 'Head of household',
};

/** An account's name on screens; files without one have a single nameless account. */
export const accountName = (account: string | null): string =>
  account === null || account === '' || account === 'main' ? 'Main account' : account;
