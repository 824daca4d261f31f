import { makeIsoDate, type IsoDate } from '../core/iso-date.ts';
import { reconcileViews } from '../domain/ledger/reconcile.ts';
import type { Panel } from '../domain/market/panel.ts';
import { buildLedger } from '../engine/ledger.ts';
import { exportCsv, exportJson } from '../importers/export.ts';
import { mergeTransactions } from '../importers/merge.ts';
import { supportedBrokers } from '../importers/registry.ts';
import { parseIntent } from '../intent/parse-intent.ts';
import { importView } from './compute/import-service.ts';
import { ledgerView, taxExport, taxYearView } from './compute/ledger-service.ts';
import { marketInfo, openMarket, pricesOf, requireMarket, withPrices } from './compute/market-service.ts';
import type { ComputeApi } from './contracts/compute.ts';
import { ledgerOptions } from './ledger-options.ts';
import type { Channel } from './rpc/protocol.ts';
import { serve } from './rpc/serve.ts';

let market: Panel | null = null;

/** The clock is read here, in the entry, and handed down. */
function today(): IsoDate {
  const now = new Date();
  return makeIsoDate(now.getFullYear(), now.getMonth() + 1, now.getDate()) as IsoDate;
}

serve<ComputeApi>(self as unknown as Channel, {
  importFile: ({ name, bytes, brokerId, mapping }, { progress, isCancelled }) =>
    importView(name, bytes, {
      ...(brokerId === undefined ? {} : { brokerId }),
      ...(mapping === undefined ? {} : { mapping }),
      onProgress: (fraction) => progress({ stage: 'Reading rows', fraction }),
      isCancelled,
    }),
  brokers: () => supportedBrokers,
  merge: ({ existing, incoming }) => mergeTransactions(existing, incoming),
  ledger: ({ transactions, settings }) =>
    ledgerView(buildLedger(transactions, ledgerOptions(settings)), transactions),
  reconcileViews: ({ transactions, settings }) =>
    reconcileViews(
      buildLedger(transactions, { ...ledgerOptions(settings), view: 'law' }),
      buildLedger(transactions, { ...ledgerOptions(settings), view: 'broker' }),
    ),
  exportLedger: ({ transactions, format }) =>
    format === 'csv'
      ? { name: 'keepfolio-ledger.csv', text: exportCsv(transactions) }
      : { name: 'keepfolio-ledger.json', text: exportJson(transactions) },
  async loadMarket({ bytes }) {
    const { panel, info } = await openMarket(bytes);
    market = panel;
    return info;
  },
  async addPrices({ name, bytes }) {
    const { panel, bundle, symbols } = await withPrices(market, name, bytes);
    market = panel;
    return { info: marketInfo(panel, bundle), symbols, bundle };
  },
  prices: ({ symbols }) => pricesOf(requireMarket(market), symbols),
  taxYear: ({ transactions, settings, profile }) =>
    taxYearView(buildLedger(transactions, ledgerOptions(settings, profile)), profile),
  taxExport: ({ transactions, settings, year, format }) =>
    taxExport(buildLedger(transactions, ledgerOptions(settings)), year, format, today()),
  parseIntent: ({ text, today: day }) => parseIntent(text, day),
});
