import { harvestViews, type HarvestView } from '../../src/domain/ledger/harvest.ts';
import { centsOf, valueMicros } from '../../src/domain/ledger/micros.ts';
import type { Ledger } from '../../src/domain/ledger/ledger.ts';
import { ledgerOfSources } from '../../src/engine/ledger-sources.ts';
import { lotsResult } from '../../src/engine/tax-case.ts';
import { reconcileViews } from '../../src/domain/ledger/reconcile.ts';
import { readArgs, UsageError, type Command } from '../command.ts';
import {
  accountsOption,
  dateOption,
  identicalOption,
  methodOption,
  readLedgerFiles,
  readPrices,
  readSelections,
} from '../ledger-input.ts';

const OPTIONS = {
  method: { type: 'string' },
  accounts: { type: 'string' },
  identical: { type: 'string', multiple: true },
  selections: { type: 'string' },
  'as-of': { type: 'string' },
  prices: { type: 'string' },
  view: { type: 'string' },
  reconcile: { type: 'boolean' },
} as const;

function viewOption(text: string | undefined): 'law' | 'broker' {
  if (text === undefined || text === 'law') return 'law';
  if (text === 'broker') return 'broker';
  throw new UsageError(`--view is law or broker, not "${text}"`);
}

const washRow = (w: Ledger['washSales'][number]) => ({
  sale: w.saleId,
  symbol: w.symbol,
  account: w.account,
  sold: w.sold,
  lot: w.lotId,
  quantity: w.quantity / 1e8,
  disallowed: w.disallowed / 100,
  permanent: w.isPermanent,
  replacement: w.replacementLotId,
  replacement_symbol: w.replacementSymbol,
  replacement_account: w.replacementAccount,
  replacement_date: w.replacementDate,
  provisional: w.isProvisional,
});

const harvestRow = (v: HarvestView) => ({
  lot: v.lot.lotId,
  symbol: v.lot.symbol,
  account: v.lot.account,
  quantity: v.lot.quantity / 1e8,
  unrealized: v.unrealized === null ? null : centsOf(v.unrealized) / 100,
  term_if_sold: v.termIfSold,
  shares_washed_if_sold: v.sharesWashed / 1e8,
  loss_disallowed_if_sold: centsOf(v.lossDisallowed) / 100,
  clean_from: v.cleanFrom,
});

export const command: Command = {
  usage: `keepfolio lots FILE… [--method fifo|lifo|hifo|lofo|mintax|taxaware|avg|specid] [--selections FILE]
               [--as-of DATE] [--prices FILE] [--view law|broker] [--reconcile]
               [--accounts NAME=ira|roth|taxable,…] [--identical A,B]…
Prints realised rows, open lots, totals by year, wash sales and the do-not-buy list.
FILE is a broker's CSV or a JSON {transactions, accounts?, securities?, identical_groups?}.
--selections is JSON {sale id: [{lot, quantity}]}; --prices is JSON {symbol: price} or lines "symbol,price".
--view broker knows wash sales only inside one account and symbol, as a 1099-B does; --reconcile shows both.`,
  async run(args) {
    const { values, positionals } = readArgs(args, OPTIONS);
    const sources = await readLedgerFiles(positionals);
    const method = methodOption(values.method);
    const asOf = dateOption('as-of', values['as-of']);
    const selections = await readSelections(values.selections);
    const prices = await readPrices(values.prices);
    const view = viewOption(values.view);
    const accounts = accountsOption(values.accounts);
    const options = {
      view,
      identicalGroups: identicalOption(values.identical),
      ...(accounts === undefined ? {} : { accounts }),
      ...(method === undefined ? {} : { method }),
      ...(asOf === undefined ? {} : { asOf }),
      ...(selections === undefined ? {} : { selections }),
    };
    const { ledger, book } = ledgerOfSources(sources, options);
    const out: Record<string, unknown> = {
      ...lotsResult(book),
      wash_sales: ledger.washSales.map(washRow),
      no_buy_until: Object.fromEntries(ledger.noBuyUntil.map((n) => [n.symbol, n.until])),
      do_not_harvest: ledger.doNotHarvest.map((d) => ({
        lot: d.lotId,
        symbol: d.symbol,
        account: d.account,
        shares_washed_if_sold: d.sharesWashed / 1e8,
        clean_from: d.until,
      })),
      problems: [...sources.problems, ...ledger.findings],
    };
    if (prices.size > 0) {
      const priced = harvestViews(book, ledger.asOf, (lot) => {
        const price = prices.get(lot.symbol);
        return price === undefined ? null : valueMicros(lot.quantity, price);
      });
      out['harvest'] = priced.map(harvestRow);
    }
    if (values.reconcile) {
      const other = ledgerOfSources(sources, { ...options, view: view === 'law' ? 'broker' : 'law' }).ledger;
      out['reconciliation'] = view === 'law' ? reconcileViews(ledger, other) : reconcileViews(other, ledger);
    }
    return out;
  },
};
