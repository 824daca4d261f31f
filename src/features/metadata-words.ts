import { METADATA } from './metadata-names.ts';

/** The observable numbers as a person may think of them; what can be looked up is worded from its name below. */
const WORDS: Readonly<Record<string, string>> = {
  is_fund: 'Is it a basket of many holdings?',
  is_home: 'Is it a US asset?',
  log_vol_21: 'How much it swung in the last month',
  log_vol_63: 'How much it swung in the last quarter',
  log_vol_252: 'How much it swung in the last year',
  downside_63: 'How much of last quarter’s swings were downward',
  vol_ratio: 'Is it wilder now than over the year? Above 1 it is',
  mom_5: 'How far it moved in a week, in units of its usual swing',
  mom_21: 'How far it moved in a month, in units of its usual swing',
  mom_63: 'How far it moved in a quarter, in units of its usual swing',
  mom_126: 'How far it moved in half a year, in units of its usual swing',
  mom_252_21: 'How far it moved in a year up to a month ago, in units of its usual swing',
  from_high: 'How far it is below its highest close of the year',
  from_low: 'How far it is above its lowest close of the year',
  max_drawdown: 'Its deepest fall within the year',
  under_water: 'How long ago its highest close of the year was',
  skew_126: 'Do its big moves go up (above 0) or down (below 0)?',
  kurtosis_126: 'How often it jumps; 0 is like a bell curve',
  autocorrelation_63: 'Does a day tend to repeat the day before (above 0) or undo it (below 0)?',
  variance_ratio_126: 'Do its moves add up over a week (above 1) or cancel out (below 1)?',
  beta_126: 'How far it goes when the whole market moves by one',
  idio_vol_126: 'How much it swings for reasons of its own',
  corr_universe_126: 'How closely it moves with the whole market',
  rank_momentum: 'Where its year stands among all assets, from last (−1) to first (1)',
  rank_volatility: 'Where its swings stand among all assets, from calmest (−1) to wildest (1)',
  capture_gap: 'Does it take part more in good days (above 0) or in bad ones (below 0)?',
  log_dollar_volume: 'How much of it is traded, beside the other assets',
  volume_change: 'Is more traded now than over the year? Above 0 it is',
  amihud: 'How much a million dollars moves its price',
  volume_known: 'Is its traded volume known at all?',
  log_history: 'How long its price history is',
  dividend_yield: 'What it paid out in a year, per dollar of price',
};

/** A number in plain words. @throws Error on a name that is not one of the 50. */
export function metadataWords(name: string): string {
  const entry = METADATA.find((m) => m.name === name);
  if (!entry) throw new Error(`no observable number is called "${name}"`);
  if (name.startsWith('class_')) return `Is it of the class “${entry.label.toLowerCase()}”?`;
  if (name.startsWith('sector_')) return `Is its business in the sector “${entry.label}”?`;
  return WORDS[name] ?? entry.formula;
}
