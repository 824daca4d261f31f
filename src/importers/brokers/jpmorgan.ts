import type { BrokerFormat } from '../broker.ts';
import { readOptionText } from '../options.ts';
import { positionsTable } from '../positions.ts';
import { simpleTable } from '../simple-table.ts';

const SWEEP = /^(?:QACDS|QDERQ|QCERQ)$/;

/** J.P. Morgan / Chase Self-Directed transactions and positions. */
export const jpmorgan: BrokerFormat = {
  id: 'jpmorgan',
  name: 'J.P. Morgan Self-Directed (Chase)',
  noise: /^footnotes/i,
  tables: [
    simpleTable({
      format: 'jpmorgan-transactions',
      needs: ['trade date', 'type', 'ticker', 'tran code', 'tran code description', 'g l short usd'],
      columns: {
        date: ['trade date'],
        settle: ['settlement date'],
        symbol: ['ticker'],
        quantity: ['quantity'],
        price: ['price usd'],
        amount: ['amount usd'],
        account: ['account number'],
        description: ['description'],
        tax: ['tax withheld'],
      },
      words: ['type'],
      fees: ['commissions usd'],
      meanings: [
        [/^buy|^bought|^purchase/, 'buy'],
        [/^sell short|^short/, 'sell_short'],
        [/^sell|^sold|^sale/, 'sell'],
        [/^cover/, 'buy_to_cover'],
        [/^reinv/, 'reinvest'],
        [/^qualified div/, 'dividend_qualified'],
        [/^div|^cash div/, 'dividend'],
        [/^(?:ltcg|long)/, 'capital_gain_lt'],
        [/^(?:stcg|short term)/, 'capital_gain_st'],
        [/^(?:margin int)/, 'margin_interest'],
        [/^int/, 'interest-by-sign'],
        [/^(?:dbs|wdl)/, 'sweep'],
        [/^(?:bnk|ach|wire|dep|withdraw|chk|check|cash)/, 'cash'],
        [/^(?:rec|receive)/, 'transfer_in'],
        [/^(?:del|dlv|deliver)/, 'transfer_out'],
        [/^(?:jnl|journal|trf|transfer)/, 'journal'],
        [/^(?:fee|adr|misc fee|adv)/, 'fee'],
        [/^(?:tax|nra|fgn|foreign|wht|withh)/, 'tax_withheld'],
        [/^(?:spl|split|stock split|stk)/, 'split'],
        [/^spin/, 'spin_off'],
        [/^(?:mer|merger|tender)/, 'merger'],
        [/^(?:name|exc|exchange|conv)/, 'symbol_change'],
        [/^(?:cil|cash in lieu|lieu)/, 'cash_in_lieu'],
        [/^(?:roc|return of)/, 'return_of_capital'],
        [/^(?:mat|redem|call)/, 'redemption'],
        [/^exp/, 'option_expired'],
        [/^(?:asn|assign)/, 'option_assigned'],
        [/^(?:exr|exerc)/, 'option_exercised'],
        [/^misc|^adj/, 'other'],
      ],
      adjust(row, cells, book, columns) {
        const cusip = book.text(cells, columns.find('cusip'));
        const symbol = row.symbol === '' && row.quantity ? cusip : row.symbol;
        const meaning =
          row.meaning === 'sweep' && !SWEEP.test(symbol) && !/SWEEP/i.test(row.description)
            ? 'cash'
            : row.meaning;
        return {
          ...row,
          symbol,
          meaning,
          option:
            row.option ?? (/^(?:CALL|PUT) /.test(row.description) ? readOptionText(row.description) : null),
          price: row.price === 0 ? null : row.price,
        };
      },
    }),
    positionsTable(
      'jpmorgan-positions',
      ['ticker', 'cusip', 'quantity', 'price', 'value', 'cost'],
      {
        account: ['account number'],
        symbol: ['ticker'],
        quantity: ['quantity'],
        price: ['price'],
        value: ['value'],
        basis: ['cost'],
      },
      ['trade date'],
    ),
  ],
};
