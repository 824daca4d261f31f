import { readOptionText } from '../options.ts';
import type { BrokerFormat } from '../broker.ts';
import type { Meaning } from '../post-row.ts';
import { simpleTable } from '../simple-table.ts';

/** Action code, upper case. */
const CODES: Readonly<Record<string, Meaning>> = {
  BUY: 'buy',
  SELL: 'sell',
  SHT: 'sell_short',
  COV: 'buy_to_cover',
  DIV: 'dividend',
  REI: 'reinvest',
  CON: 'cash',
  DEP: 'cash',
  WDR: 'cash',
  EFT: 'cash',
  FCH: 'fee',
  HST: 'fee',
  GST: 'fee',
  LFJ: 'fee',
  FXT: 'fx',
  TF6: 'transfer',
  TFI: 'transfer',
  TFO: 'transfer',
  TSF: 'transfer',
  BRW: 'journal',
  JNL: 'journal',
  NAC: 'symbol_change',
  LIQ: 'cash_in_lieu',
  CIL: 'cash_in_lieu',
  DIS: 'split',
  REV: 'split',
  EXP: 'option_expired',
  ASN: 'option_assigned',
  EXE: 'option_exercised',
  NRT: 'tax_withheld',
  INT: 'interest-by-sign',
  RDM: 'redemption',
  MER: 'merger',
  MGR: 'merger',
  ROC: 'return_of_capital',
  ADJ: 'other',
  CSP: 'other',
};

/** Activity Type where the action is empty. */
const ACTIVITIES: readonly (readonly [RegExp, Meaning])[] = [
  [/^interest/i, 'interest-by-sign'],
  [/^dividend reinvestment/i, 'reinvest'],
  [/^dividends/i, 'dividend'],
  [/^fees/i, 'fee'],
  [/^(?:deposits|withdrawals)/i, 'cash'],
  [/^fx/i, 'fx'],
  [/^transfers/i, 'transfer'],
  [/^other/i, 'other'],
];

/** Questrade account activities. */
export const questrade: BrokerFormat = {
  id: 'questrade',
  name: 'Questrade',
  currency: 'CAD',
  tables: [
    simpleTable({
      format: 'questrade-activities',
      needs: ['action', 'symbol', 'gross amount', 'activity type', 'account type', 'account'],
      columns: {
        date: ['transaction date'],
        settle: ['settlement date'],
        symbol: ['symbol'],
        quantity: ['quantity'],
        price: ['price'],
        amount: ['net amount'],
        currency: ['currency'],
        account: ['account'],
        description: ['description'],
      },
      words: ['activity type', 'action'],
      fees: ['commission'],
      meanings: [[/(?:)/, 'other']],
      adjust(row, cells, book, columns, line) {
        const action = book.text(cells, columns.find('action'));
        const activity = book.text(cells, columns.find('activity type'));
        const code = action.toUpperCase();
        let meaning: Meaning | null = Object.hasOwn(CODES, code)
          ? (CODES[code] as Meaning)
          : action === ''
            ? (ACTIVITIES.find(([p]) => p.test(activity))?.[1] ?? null)
            : null;
        if (meaning === null) {
          book.unknownAction(line, action || activity);
          return null;
        }
        let { quantity, price } = row;
        if (meaning === 'split' && /SPIN/i.test(row.description)) meaning = 'spin_off';
        if (meaning === 'split' && !quantity) meaning = 'dividend';
        if (code === 'TFO' && quantity) quantity = -Math.abs(quantity);
        if (meaning === 'other' && quantity && row.symbol) meaning = 'journal';
        if (price === 0) price = null;
        const reinvested =
          meaning === 'reinvest' ? /REINV@[A-Z]{0,2}\$([\d.]+)/i.exec(row.description) : null;
        if (reinvested) price = book.numberText(reinvested[1] as string, 8);
        const option =
          row.option ?? (/^(?:CALL|PUT)\b/.test(row.description) ? readOptionText(row.description) : null);
        const flags = [
          ...(reinvested ? ['price_from_description'] : []),
          ...(/TAX WITHHELD/i.test(row.description) ? ['net_of_withholding'] : []),
          ...(code === 'CON' ? ['registered_contribution'] : []),
        ];
        return {
          ...row,
          meaning,
          quantity,
          price,
          option,
          openOrClose: meaning === 'buy' || meaning === 'sell',
          flags,
          rawType: `${activity}/${action}`,
        };
      },
    }),
  ],
};
