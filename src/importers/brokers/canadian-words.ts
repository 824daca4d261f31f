import type { WordList } from '../simple-table.ts';

/** Activity words of Canadian brokers, English and French. */
export const CANADIAN: WordList = [
  [/^taxe /, 'fee'],
  [/^(?:r\u00e9siliation|subvention|incitatif)/, 'cash'],
  [/^(?:buy|achat|bought|purchase)/, 'buy'],
  [/^(?:sell|vente|sold|sale)/, 'sell'],
  [/^(?:reinvest|r\u00e9invest|drip)/, 'reinvest'],
  [/^(?:dividend|dividende|distribution|div\b|txpddv)/, 'dividend'],
  [/^(?:return of capital|remboursement de capital|roc)/, 'return_of_capital'],
  [/^(?:interest|int\u00e9r\u00eat|int\b)/, 'interest-by-sign'],
  [/^(?:tax|imp\u00f4t|whtx|non-?res|nrt|withh)/, 'tax_withheld'],
  [/^(?:fee|frais|hst|gst|adm)/, 'fee'],
  [/^(?:split|fractionnement|stock split|stk)/, 'split'],
  [/^(?:transfer|transfert|tfr|xfer)/, 'transfer'],
  [/^(?:deposit|d\u00e9p\u00f4t|contribution|cotisation|withdrawal|retrait|payment|cash)/, 'cash'],
  [/^(?:exchange|\u00e9change|conversion|name change)/, 'symbol_change'],
  [/^(?:fx|foreign exchange|change)/, 'fx'],
];
