import { ASSET_CLASSES, SECTORS } from '../domain/market/panel.ts';

/** One of the 50 observable numbers as a person reads it. */
export interface MetadataEntry {
  readonly name: string;
  readonly label: string;
  readonly unit: string;
  readonly formula: string;
}

const entry = (name: string, label: string, unit: string, formula: string): MetadataEntry => ({
  name,
  label,
  unit,
  formula,
});

const CLASS_LABELS: Readonly<Record<(typeof ASSET_CLASSES)[number], string>> = {
  equity: 'Share',
  equityFund: 'Equity fund',
  bond: 'Bond or bond fund',
  realEstate: 'Real estate',
  commodity: 'Commodity',
  crypto: 'Crypto',
  cash: 'Cash or currency',
};

const identity: readonly MetadataEntry[] = [
  ...ASSET_CLASSES.map((c) =>
    entry(`class_${c}`, CLASS_LABELS[c], '0 or 1', `1 when the asset class is "${c}"`),
  ),
  ...SECTORS.map((s) =>
    entry(
      `sector_${s.toLowerCase().replaceAll(' ', '_')}`,
      s,
      '0 or 1',
      `1 when the GICS sector is "${s}"; all eleven are 0 where no sector applies`,
    ),
  ),
  entry('is_fund', 'Diversified fund', '0 or 1', '1 when the asset is a diversified fund'),
  entry('is_home', 'Home country', '0 or 1', '1 when the asset is a home-country (US) asset'),
];

const volatility: readonly MetadataEntry[] = [
  ...[21, 63, 252].map((k) =>
    entry(
      `log_vol_${k}`,
      `Volatility ${k} d`,
      'ln of annual volatility',
      `ln(sd(r over ${k} d) * sqrt(252)), r = daily log return`,
    ),
  ),
  entry(
    'downside_63',
    'Downside deviation 63 d',
    'annual fraction',
    'sqrt(mean(min(r, 0)^2) over 63 d) * sqrt(252)',
  ),
  entry('vol_ratio', 'Recent to long volatility', 'ratio', 'sd(r over 21 d) / sd(r over 252 d)'),
];

const momentum: readonly MetadataEntry[] = [
  entry('mom_5', 'Momentum 5 d', 'standard deviations', 'ln(P[t] / P[t-5]) / (sd(r over 21 d) * sqrt(5))'),
  ...[21, 63, 126].map((k) =>
    entry(
      `mom_${k}`,
      `Momentum ${k} d`,
      'standard deviations',
      `ln(P[t] / P[t-${k}]) / (sd(r over ${k} d) * sqrt(${k}))`,
    ),
  ),
  entry(
    'mom_252_21',
    'Momentum 12-1 months',
    'standard deviations',
    'ln(P[t-21] / P[t-252]) / (sd(r over 252 d) * sqrt(231))',
  ),
];

const path: readonly MetadataEntry[] = [
  entry('from_high', 'Below 252 d high', 'fraction, <= 0', 'P[t] / max(P over 252 d) - 1'),
  entry('from_low', 'Above 252 d low', 'fraction, >= 0', 'P[t] / min(P over 252 d) - 1'),
  entry(
    'max_drawdown',
    'Largest fall in 252 d',
    'fraction, <= 0',
    'min over 252 d of P[s] / max(P up to s in the window) - 1',
  ),
  entry('under_water', 'Time under water', 'fraction of 252 d', 'trading days since the 252 d high / 252'),
];

const shape: readonly MetadataEntry[] = [
  entry('skew_126', 'Skewness 126 d', 'number', 'm3 / m2^1.5 of r over 126 d'),
  entry('kurtosis_126', 'Excess kurtosis 126 d', 'number', 'm4 / m2^2 - 3 of r over 126 d'),
  entry('autocorrelation_63', 'Autocorrelation 63 d', 'correlation', 'lag-1 autocorrelation of r over 63 d'),
  entry(
    'variance_ratio_126',
    'Variance ratio 126 d',
    'ratio',
    'var(5-day sums of r) / (5 * var(r)) over 126 d, overlapping',
  ),
];

const market: readonly MetadataEntry[] = [
  entry(
    'beta_126',
    'Beta to the universe',
    'ratio',
    'cov(r, u) / var(u) over 126 d, u = equal-weighted universe',
  ),
  entry('idio_vol_126', 'Own volatility', 'annual fraction', 'sd(r - beta * u over 126 d) * sqrt(252)'),
  entry('corr_universe_126', 'Correlation to the universe', 'correlation', 'corr(r, u) over 126 d'),
  entry(
    'rank_momentum',
    'Rank of momentum',
    '-1 to 1',
    'rank of mom_252_21 over the universe, lowest -1, highest 1',
  ),
  entry(
    'rank_volatility',
    'Rank of volatility',
    '-1 to 1',
    'rank of log_vol_63 over the universe, calmest -1, wildest 1',
  ),
  entry(
    'capture_gap',
    'Up less down capture',
    'ratio difference',
    'sum(r) / sum(u) on days u > 0, less the same on days u < 0, 126 d (a quotient of the two has poles)',
  ),
];

const liquidity: readonly MetadataEntry[] = [
  entry(
    'log_dollar_volume',
    'Dollar volume',
    'cross-sectional z',
    'z over the universe of ln(mean daily dollar volume, 21 d)',
  ),
  entry(
    'volume_change',
    'Volume change',
    'ln ratio',
    'ln(mean dollar volume 21 d / mean dollar volume 252 d)',
  ),
  entry(
    'amihud',
    'Illiquidity (Amihud)',
    'ln of return per $ million',
    'ln(mean(|r| / dollar volume in $ million) over 63 d)',
  ),
  entry('volume_known', 'Volume known', '0 or 1', '1 when dollar volume is known over the last 21 d'),
];

const rest: readonly MetadataEntry[] = [
  entry(
    'log_history',
    'Length of history',
    'ln of trading days',
    'ln(1 + trading days since the first close)',
  ),
  entry('dividend_yield', 'Dividend yield', 'annual fraction', 'trailing 12-month dividends / price'),
];

/** The 50 observable numbers, in the order of every array that carries them. None names or identifies an asset. */
export const METADATA: readonly MetadataEntry[] = [
  ...identity,
  ...volatility,
  ...momentum,
  ...path,
  ...shape,
  ...market,
  ...liquidity,
  ...rest,
];

/** Numbers per asset. */
export const METADATA_COUNT = METADATA.length;

/** Position of a number by its name. @throws Error on a name that is not one of the 50. */
export function metadataIndex(name: string): number {
  const i = METADATA.findIndex((m) => m.name === name);
  if (i < 0) throw new Error(`no observable number is called "${name}"`);
  return i;
}
