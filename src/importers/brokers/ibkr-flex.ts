import type { Book } from '../book.ts';
import type { RowReader, TableDef } from '../broker.ts';
import type { Columns } from '../headers.ts';
import { isNothing } from '../numbers.ts';
import { postRow, type Meaning } from '../post-row.ts';
import { tradeMeaning } from './ibkr-trades.ts';

/** Type column of Flex cash transactions. */
function cashMeaning(word: string, description: string): Meaning | null {
  if (/payment in lieu/i.test(word) || /payment in lieu/i.test(description)) return 'payment_in_lieu';
  if (/dividend/i.test(word))
    return /return of capital/i.test(description) ? 'return_of_capital' : 'dividend';
  if (/withholding|871\(m\)/i.test(word)) return 'tax_withheld';
  if (/bond interest/i.test(word)) return 'interest';
  if (/interest paid/i.test(word)) return 'margin_interest';
  if (/interest/i.test(word)) return 'interest-by-sign';
  if (/fee|commission adj|sales tax|advisor/i.test(word)) return 'fee';
  if (/deposit|withdraw/i.test(word)) return 'cash';
  return null;
}

function openFlex(book: Book, columns: Columns): RowReader {
  const at = (...names: string[]): number => columns.find(...names);
  const [dateAt, cashDateAt] = [
    at('tradedate', 'date time', 'datetime'),
    at('date time', 'datetime', 'settledate', 'reportdate', 'date'),
  ];
  const [amountAt, typeAt, tradePriceAt] = [
    at('amount'),
    at('type', 'transactiontype'),
    at('tradeprice', 'price'),
  ];
  return (cells, line) => {
    const date = book.date(cells, dateAt) ?? book.date(cells, cashDateAt);
    if (!date) return false;
    const symbolCell = book.text(cells, at('symbol'));
    const isin = book.text(cells, at('isin'));
    const symbol = isNothing(symbolCell) ? (isNothing(isin) ? '' : isin) : symbolCell;
    const currency = book.text(cells, at('currencyprimary', 'currency'));
    const account = book.text(cells, at('clientaccountid', 'accountid'));
    const common = {
      date,
      symbol,
      ...(currency === '' ? {} : { currency }),
      ...(account === '' ? {} : { account }),
      description: book.text(cells, at('description')),
      settleDate: book.date(cells, at('settledate', 'settledatetarget')),
      id: book.text(cells, at('tradeid', 'transactionid')),
    };
    const quantity = book.units(cells, at('quantity'));
    const level = book.text(cells, at('levelofdetail'));
    if (level !== '' && !/^(?:execution|order|trade|detail)$/i.test(level)) {
      book.ignore(line, 'repeats a trade (lot or summary)');
      return true;
    }
    if (tradePriceAt >= 0 && quantity) {
      const side = book.text(cells, at('buy sell'));
      const signed = /^sell/i.test(side)
        ? -Math.abs(quantity)
        : /^buy/i.test(side)
          ? Math.abs(quantity)
          : quantity;
      const asset = book.text(cells, at('assetclass', 'assetcategory'));
      const option = /opt/i.test(asset) ? book.optionOf(symbol) : null;
      const flag = book.text(cells, at('open closeindicator', 'openclose'));
      const codes = `${book.text(cells, at('notes codes', 'code'))};${flag}`;
      const { meaning, openOrClose } = tradeMeaning(
        /cash/i.test(asset) || symbol === '' ? 'forex' : asset,
        signed,
        codes,
        option !== null,
      );
      const fees = book.money(cells, at('ibcommission', 'commission'));
      const proceeds = book.money(cells, at('proceeds'));
      const net = book.money(cells, at('netcash'));
      const taxes = book.money(cells, at('taxes')) ?? 0;
      const feeCurrency = book.text(cells, at('ibcommissioncurrency'));
      const ownFee = feeCurrency === '' || feeCurrency === currency ? (fees ?? 0) : 0;
      const traded = book.money(cells, at('trademoney'));
      const gross = proceeds ?? (traded === null ? null : -traded);
      postRow(book, line, {
        ...common,
        meaning,
        quantity: signed,
        openOrClose,
        option,
        fees: Math.abs(fees ?? 0) + Math.abs(taxes),
        price: book.units(cells, tradePriceAt),
        keepPrice: true,
        amount: gross === null ? net : gross + ownFee + taxes,
        rawType: `Flex/${side}`,
      });
      return true;
    }
    const word = book.text(cells, typeAt);
    const meaning = amountAt >= 0 ? cashMeaning(word, common.description) : null;
    if (meaning === null) {
      book.unknownAction(line, word);
      return true;
    }
    postRow(book, line, {
      ...common,
      meaning,
      quantity: null,
      price: null,
      fees: null,
      amount: book.money(cells, amountAt),
      rawType: `Flex/${word}`,
    });
    return true;
  };
}

/** Flex queries have columns of the person's choosing; these sets are what every one has. */
export const FLEX_TABLES: readonly TableDef[] = [
  { format: 'ibkr-flex', kind: 'transactions', needs: ['clientaccountid', 'symbol'], open: openFlex },
  {
    format: 'ibkr-flex',
    kind: 'transactions',
    needs: ['buy sell', 'tradeprice', 'ibcommission'],
    open: openFlex,
  },
  {
    format: 'ibkr-flex',
    kind: 'transactions',
    needs: ['tradedate', 'tradeprice', 'quantity', 'symbol'],
    open: openFlex,
  },
  {
    format: 'ibkr-flex',
    kind: 'transactions',
    needs: ['type', 'settledate', 'description', 'amount', 'currencyprimary'],
    open: openFlex,
  },
  {
    format: 'ibkr-flex',
    kind: 'transactions',
    needs: ['currencyprimary', 'type', 'amount', 'date time'],
    open: openFlex,
  },
];
