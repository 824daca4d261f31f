import type { Meaning } from './post-row.ts';

/**
 * Words that mean the same at every broker, for actions that a broker's own list does not have: brokers add
 * variants ("Pr Yr Foreign Tax", "Cancel Buy to Open") faster than lists grow. Plain trade words are left out:
 * which way units and cash go must come from the broker's own vocabulary.
 */
const PATTERNS: readonly (readonly [RegExp, Meaning])[] = [
  [
    /\bcancel\w*\b.*\b(?:buy|bought|purchase)\b|\b(?:buy|bought|purchase)\b.*\b(?:cancel\w*|cxl)\b/,
    'cancel_buy',
  ],
  [/\bcancel\w*\b.*\b(?:sell|sold|sale)\b|\b(?:sell|sold|sale)\b.*\b(?:cancel\w*|cxl)\b/, 'cancel_sell'],
  [
    /\bwith(?:holding|held)\b|\b(?:nra|foreign|non-?resident|state|federal|fed) tax\b|\btax (?:paid|adj|reclaim)/,
    'tax_withheld',
  ],
  [/\b(?:substitute|in lieu of div\w*|payment in lieu|manufactured div\w*)\b/, 'payment_in_lieu'],
  [/\bcash in lieu\b|\bfractional shares?\b.*\bcash\b/, 'cash_in_lieu'],
  [/\breturn of (?:capital|principal)\b/, 'return_of_capital'],
  [/\blong.?term (?:cap\w*|gain)/, 'capital_gain_lt'],
  [/\bshort.?term (?:cap\w*|gain)/, 'capital_gain_st'],
  [/\bspin.?off\b|\brights dist\w*/, 'spin_off'],
  [/\bsplit\b|\bstock div\w*/, 'split'],
  [/\bmerger\b|\btender(?:ed)? offer\b/, 'merger'],
  [/\b(?:name|symbol|ticker|cusip) change\b/, 'symbol_change'],
  [/\bredemption\b|\bmatur(?:ed|ity)\b/, 'redemption'],
  [/\bnon.?qual\w* div/, 'dividend_nonqualified'],
  [/\bqual\w* div/, 'dividend_qualified'],
  [/\bdiv(?:idend)?s?\b(?!.*\breinv)/, 'dividend'],
  [/\bmargin int(?:erest)?\b/, 'margin_interest'],
  [/\binterest\b/, 'interest-by-sign'],
  [/\b(?:securities|stock) lending\b/, 'lending_income'],
  [/\bfees?\b/, 'fee'],
  [/\bjournal(?:ed)?\b/, 'journal'],
  [/\b(?:security|institutional|account|asset|acat\w*) ?transfer\b|\btransfer (?:in|out)\b/, 'transfer'],
  [
    /\b(?:wire|ach|eft|direct deposit|bill pay\w*|check (?:paid|deposit)|cash (?:deposit|withdrawal))\b/,
    'cash',
  ],
];

/** What an unlisted action means where its words leave no doubt; null otherwise. */
export function unlistedMeaning(action: string): Meaning | null {
  if (action.length > 80) return null;
  const words = action
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replaceAll('_', ' ')
    .toLowerCase();
  for (const [pattern, meaning] of PATTERNS) if (pattern.test(words)) return meaning;
  return null;
}
