import type { Meaning } from '../post-row.ts';

/** Without accents and in lower case: DEGIRO is inconsistent about both, even inside one file. */
export const plain = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase();

/** Buy and sell words by language. */
export const TRADE =
  /^(?:([^:]{3,40}):\s*)?(koop|buy|achat|kauf|compra|acquisto|kop|kjop|kob|verkoop|sell|vente|verkauf|venta|vendita|salg|salj)\s+([\d.,\u00a0 ]+?)\s+(.*?)@\s*([\d.,]+)\s*([a-z]{3})?/;
export const SELLS = /^(?:verkoop|sell|vente|verkauf|venta|vendita|salg|salj)$/;

/** Words before the colon of a trade that make it a corporate action. */
export const CORPORATE: readonly (readonly [RegExp, Meaning])[] = [
  [/split|splitsing/, 'split'],
  [/fusie|merger|fusion|acquisition|overname/, 'merger'],
  [
    /productwijziging|product change|changement|produktwechsel|isin|name change|naamswijziging|corporate action/,
    'symbol_change',
  ],
  [/spin-?off|afsplitsing|scission|claim|rights|warrant/, 'spin_off'],
  [/delisting|liquidation/, 'merger'],
  [/stock dividend|stockdividend|dividende en actions/, 'split'],
];

/** Descriptions that are no trades; first match counts. */
export const PHRASES: readonly (readonly [RegExp, Meaning])[] = [
  [/cash sweep|geldmarktfonds|money market|fonds monetaire|liquidity fund|conversie geldmarkt/, 'sweep'],
  [
    /dividendbelasting|dividend ?tax|impots? sur (?:le )?dividende|dividendensteuer|withholding tax|ritenuta|retencion/,
    'tax_withheld',
  ],
  [
    /valuta (?:debitering|creditering)|fx[ -]?(?:debit|credit|withdrawal|gutschrift|belastung)|operation de change|wahrungswechsel|devisen|cambio (?:de )?divisa/,
    'fx',
  ],
  [
    /transactiekosten|transaction.*(?:fee|cost)|third party fees|frais de transaction|transaktionsgebuhr|comisso?es|taxas|costi di transazione|costes de transaccion|connection fee|aansluitingskosten|frais de connexion|pass-?through|\badr\b|corporate action fee|courtesy|\bfees?\b|\bkosten\b|\bfrais\b|gebuhr|commission|custody|real ?time/,
    'fee',
  ],
  [
    /kapitaal ?(?:uitkering|terug)|return of capital|capital return|remboursement de capital|kapitalruckzahlung/,
    'return_of_capital',
  ],
  [/contante verrekening|cash settlement|cash in lieu|reglement en especes|barausgleich/, 'cash_in_lieu'],
  [/^(?:contant )?dividende?\b|^dividendo|^coupon|^ausschuttung|^dividende/, 'dividend'],
  [/rente|interest|interet|zinsen|interessi/, 'interest-by-sign'],
  [/terugstorting|withdrawal|opname|retrait|auszahlung|prelievo|retirada|uitbetaling/, 'withdrawal'],
  [/deposit|storting|ideal|sofort|einzahlung|depot|versement|deposito|ingreso/, 'deposit'],
  [/promotion|actie|bonus|rebate|compensati|vergoeding/, 'other'],
  [/overboeking|transfer|virement|uberweisung/, 'journal_cash'],
  [/variation margin|settlement|resultaat|result/, 'other'],
];
