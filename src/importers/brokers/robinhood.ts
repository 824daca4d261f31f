import type { Book } from '../book.ts';
import type { BrokerFormat, RowReader } from '../broker.ts';
import type { Columns } from '../headers.ts';
import { readOptionText } from '../options.ts';
import { postRow, type Meaning } from '../post-row.ts';

/** Trans Code, upper case. */
const CODES: Readonly<Record<string, Meaning>> = {
  BUY: 'buy',
  SELL: 'sell',
  BTO: 'buy_to_open',
  STO: 'sell_to_open',
  BTC: 'buy_to_close',
  STC: 'sell_to_close',
  BTCS: 'buy_to_cover',
  SSHRT: 'sell_short',
  OEXP: 'option_expired',
  OASGN: 'option_assigned',
  OEXCS: 'option_exercised',
  OCC: 'other',
  OCA: 'other',
  CDIV: 'dividend',
  QDIV: 'dividend_qualified',
  MDIV: 'payment_in_lieu',
  SCAP: 'capital_gain_st',
  LCAP: 'capital_gain_lt',
  DTAX: 'tax_withheld',
  DIVNRA: 'tax_withheld',
  DFEE: 'fee',
  AFEE: 'fee',
  INT: 'interest-by-sign',
  MINT: 'margin_interest',
  GOLD: 'fee',
  GMPC: 'reward',
  GDBP: 'reward',
  MTCH: 'reward',
  SLIP: 'lending_income',
  ACH: 'cash',
  RTP: 'cash',
  DCF: 'cash',
  WIRE: 'cash',
  CFIR: 'cash',
  XENT: 'journal_cash',
  XENT_RWR: 'journal_cash',
  XENT_CC: 'journal_cash',
  ITRF: 'journal',
  JNL: 'journal',
  JNLC: 'journal',
  JNLS: 'journal',
  FUTSWP: 'journal_cash',
  ACATI: 'transfer',
  ACATO: 'transfer',
  'T/A': 'transfer',
  REC: 'transfer_in',
  MISC: 'other',
  ROC: 'return_of_capital',
  SPL: 'split',
  SPR: 'split',
  SOFF: 'spin_off',
  MRGS: 'merger',
  MRGC: 'merger',
  SXCH: 'symbol_change',
  CONV: 'symbol_change',
  CIL: 'cash_in_lieu',
  LIQ: 'merger',
  BCXL: 'cancel_buy',
  SCXL: 'cancel_sell',
};

function openActivity(book: Book, columns: Columns): RowReader {
  const at = (name: string): number => columns.find(name);
  const [dateAt, settleAt, symbolAt, textAt, codeAt, quantityAt, priceAt, amountAt] = [
    at('activity date'),
    at('settle date'),
    at('instrument'),
    at('description'),
    at('trans code'),
    at('quantity'),
    at('price'),
    at('amount'),
  ];
  return (cells, line) => {
    const date = book.date(cells, dateAt);
    if (!date) return false;
    const code = book.text(cells, codeAt);
    const key = code.toUpperCase();
    if (!Object.hasOwn(CODES, key)) {
      book.unknownAction(line, code);
      return true;
    }
    let meaning = CODES[key] as Meaning;
    const description = book.text(cells, textAt);
    const { quantity, leaves } = readUnits(book, cells, quantityAt);
    const amount = book.money(cells, amountAt);
    if (meaning === 'buy' && /Dividend Reinvestment/i.test(description)) meaning = 'reinvest';
    if (key === 'OCA' && quantity) meaning = 'split';
    const option = isOptionCode(key) || meaning === 'split' ? readOptionText(description) : null;
    const signed = leaves || (key === 'ACATO' && quantity) ? -Math.abs(quantity ?? 0) : quantity;
    const ratio = /Split: (\d+(?:\.\d+)?) for (\d+(?:\.\d+)?)/i.exec(description);
    postRow(book, line, {
      date,
      settleDate: book.date(cells, settleAt),
      meaning,
      symbol: book.text(cells, symbolAt),
      quantity: signed,
      price: book.units(cells, priceAt),
      fees: null,
      amount,
      description,
      rawType: code,
      option,
      ...(ratio ? { ratio: `${ratio[1]}:${ratio[2]}` } : {}),
    });
    return true;
  };
}

const isOptionCode = (code: string): boolean =>
  ['BTO', 'STO', 'BTC', 'STC', 'OEXP', 'OASGN', 'OEXCS', 'OCC', 'OCA'].includes(code);

/** "200S": a trailing S says that the units leave the account. */
function readUnits(book: Book, cells: string[], at: number): { quantity: number | null; leaves: boolean } {
  const printed = book.text(cells, at);
  if (!/S$/i.test(printed)) return { quantity: book.units(cells, at), leaves: false };
  const v = book.numberText(printed.slice(0, -1), 8);
  if (v === null) book.spoil(printed);
  return { quantity: v, leaves: true };
}

/** Robinhood account activity. */
export const robinhood: BrokerFormat = {
  id: 'robinhood',
  name: 'Robinhood',
  noise: /^the data provided is/i,
  tables: [
    {
      format: 'robinhood-activity',
      kind: 'transactions',
      needs: ['activity date', 'process date', 'settle date', 'instrument', 'trans code'],
      open: openActivity,
    },
  ],
};
