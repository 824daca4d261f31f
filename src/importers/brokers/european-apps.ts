import type { BrokerFormat } from '../broker.ts';
import { simpleTable } from '../simple-table.ts';

/** Freetrade: amounts without signs, the side in its own column. */
export const freetrade: BrokerFormat = {
  id: 'freetrade',
  name: 'Freetrade',
  currency: 'GBP',
  tables: [
    simpleTable({
      format: 'freetrade',
      needs: ['title', 'type', 'timestamp', 'account currency', 'total amount', 'buy sell', 'ticker'],
      columns: {
        date: ['timestamp'], symbol: ['ticker', 'isin'], quantity: ['quantity'], price: ['price per share in account currency', 'price per share'], amount: ['total amount'], currency: ['account currency'], description: ['title'], id: ['order id'], tax: ['dividend withheld tax amount'],
      },
      words: ['type', 'buy sell'],
      fees: ['stamp duty', 'fx fee amount'],
      unsigned: true,
      meanings: [
        [/^order buy|^freeshare_order/, 'buy'],
        [/^order sell/, 'sell'],
        [/^(?:special_)?dividend/, 'dividend'],
        [/^top_up|^internal_transfer/, 'cash'],
        [/^withdrawal/, 'withdrawal'],
        [/^interest/, 'interest'],
        [/^monthly_share_lending|lending/, 'lending_income'],
        [/^stock_split/, 'split'],
        [/^(?:fee|subscription|monthly)/, 'fee'],
        [/^tax/, 'tax_withheld'],
      ],
    }),
  ],
};

/** eToro account activity: "NKE/USD" names the asset and the currency of its price. */
export const etoro: BrokerFormat = {
  id: 'etoro',
  name: 'eToro',
  tables: [
    simpleTable({
      format: 'etoro-activity',
      needs: ['date', 'type', 'details', 'amount', 'units', 'position id', 'asset type'],
      dateOrder: 'dmy',
      columns: { date: ['date'], symbol: ['details'], quantity: ['units'], amount: ['amount'], description: ['details'], id: ['position id'] },
      words: ['type'],
      unsigned: true,
      meanings: [
        [/^open position|^position opened/, 'buy'],
        [/^position closed|^profit\/loss of trade|^close position/, 'sell'],
        [/^dividend/, 'dividend'],
        [/^deposit/, 'deposit'],
        [/^withdraw(?:al)?(?: request| completed)?$/, 'withdrawal'],
        [/refund/, 'other'],
        [/fee/, 'fee'],
        [/interest/, 'interest-by-sign'],
        [/^staking|^airdrop/, 'reward'],
        [/split/, 'split'],
        [/^sdrt|tax/, 'tax_withheld'],
        [/^edit stop loss|^adjustment|^start copy|^stop copy|^account balance/, 'other'],
      ],
      adjust(row) {
        const m = /^([A-Z0-9.]+)\/([A-Z]{3})$/.exec(row.symbol);
        const moves = row.meaning === 'buy' || row.meaning === 'sell' || row.meaning === 'dividend' || row.meaning === 'split' || row.meaning === 'reward';
        return { ...row, symbol: moves ? (m?.[1] ?? row.symbol) : '', ...(m?.[2] ? { priceCurrency: m[2] } : {}) };
      },
    }),
  ],
};

/** Revolut stocks. */
export const revolut: BrokerFormat = {
  id: 'revolut',
  name: 'Revolut',
  tables: [
    simpleTable({
      format: 'revolut-stocks',
      needs: ['date', 'ticker', 'type', 'quantity', 'price per share', 'total amount', 'fx rate'],
      columns: { date: ['date'], symbol: ['ticker'], quantity: ['quantity'], price: ['price per share'], amount: ['total amount'], currency: ['currency'] },
      words: ['type'],
      unsigned: true,
      meanings: [
        [/^buy/, 'buy'],
        [/^sell/, 'sell'],
        [/^cash top-?up/, 'deposit'],
        [/^cash withdrawal/, 'withdrawal'],
        [/^dividend tax/, 'tax_withheld'],
        [/^dividend/, 'dividend'],
        [/^stock split/, 'split'],
        [/^custody fee|fee/, 'fee'],
        [/^merger/, 'merger'],
        [/^spinoff|^spin-off/, 'spin_off'],
        // Shares that only change the Revolut company that holds them.
        [/^transfer/, 'journal_cash'],
        [/^interest/, 'interest-by-sign'],
      ],
    }),
  ],
};

/** Trade Republic: the 2026 export with separate fee and tax columns, and the older Dutch one. */
export const tradeRepublic: BrokerFormat = {
  id: 'trade-republic',
  name: 'Trade Republic',
  currency: 'EUR',
  tables: [
    simpleTable({
      format: 'trade-republic-2026',
      needs: ['datetime', 'date', 'account type', 'category', 'type', 'asset class', 'shares', 'amount', 'fee', 'tax'],
      columns: { date: ['date', 'datetime'], symbol: ['symbol', 'isin', 'name'], quantity: ['shares'], price: ['price'], amount: ['amount'], currency: ['currency'], description: ['name', 'description'], id: ['transaction id', 'id'] },
      words: ['type'],
      fees: ['fee', 'tax'],
      meanings: [
        [/buy|savings_?plan|saveback|round_?up/, 'buy'],
        [/sell/, 'sell'],
        [/dividend|distribution/, 'dividend'],
        [/interest|coupon/, 'interest-by-sign'],
        [/tax/, 'tax_withheld'],
        [/fee/, 'fee'],
        [/split/, 'split'],
        [/spin/, 'spin_off'],
        [/redemption|maturity/, 'redemption'],
        [/merger/, 'merger'],
        [/bonus|reward|gift|cashback/, 'reward'],
        [/deposit|withdraw|inbound|outbound|transfer|payment|payout|card|top_?up/, 'cash'],
      ],
      adjust(row, cells, book, columns) {
        // Fee and tax stand beside the gross amount and are signed like cash.
        const fee = Math.abs(book.money(cells, columns.find('fee')) ?? 0);
        const tax = Math.abs(book.money(cells, columns.find('tax')) ?? 0);
        const amount = row.amount === null ? null : row.amount - fee - tax;
        return { ...row, fees: fee, amount, taxWithheld: tax };
      },
    }),
    simpleTable({
      format: 'trade-republic-old',
      needs: ['datum', 'transactietype', 'opmerking', 'isin', 'aantal', 'kosten', 'belasting'],
      dateOrder: 'dmy',
      columns: { date: ['datum'], symbol: ['isin'], quantity: ['aantal'], amount: ['waarde netto', 'waarde'], description: ['opmerking'], tax: ['belasting'] },
      words: ['transactietype'],
      fees: ['kosten'],
      unsigned: true,
      meanings: [
        [/^(?:aankoop|koop|buy)/, 'buy'],
        [/^(?:verkoop|sell)/, 'sell'],
        [/dividend/, 'dividend'],
        [/rente|interest/, 'interest-by-sign'],
        [/storting|deposit|inleg/, 'deposit'],
        [/opname|onttrekking|withdrawal|uitbetaling/, 'withdrawal'],
        [/kosten|fee/, 'fee'],
        [/belasting|tax/, 'tax_withheld'],
      ],
    }),
  ],
};

/** InvestEngine trading statements. */
export const investEngine: BrokerFormat = {
  id: 'investengine',
  name: 'InvestEngine',
  currency: 'GBP',
  tables: [
    simpleTable({
      format: 'investengine',
      needs: ['security isin', 'transaction type', 'quantity', 'share price', 'total trade value', 'trade date time'],
      dateOrder: 'dmy',
      columns: { date: ['trade date time'], settle: ['settlement date'], symbol: ['security isin'], quantity: ['quantity'], price: ['share price'], amount: ['total trade value'], description: ['security isin'] },
      words: ['transaction type'],
      unsigned: true,
      meanings: [[/^buy/, 'buy'], [/^sell/, 'sell']],
      adjust(row) {
        const isin = /\b([A-Z]{2}[A-Z0-9]{9}\d)\b/.exec(row.symbol)?.[1];
        return { ...row, symbol: isin ?? row.symbol };
      },
    }),
  ],
};

/** XTB cash operations: units and price stand in the comment, "OPEN BUY 34/42.5658 @ 11.7480". */
export const xtb: BrokerFormat = {
  id: 'xtb',
  name: 'XTB',
  currency: 'EUR',
  tables: [
    simpleTable({
      format: 'xtb-cash-operations',
      needs: ['id', 'type', 'time', 'symbol', 'comment', 'amount'],
      dateOrder: 'dmy',
      columns: { date: ['time'], symbol: ['symbol'], amount: ['amount'], description: ['comment'], id: ['id'] },
      words: ['type'],
      meanings: [
        [/purchase|compra|zakup|achat|kauf/, 'buy'],
        [/\bsale\b|vende|sprzeda|vente|verkauf/, 'sell'],
        [/withholding|tax|sec fee tax/, 'tax_withheld'],
        [/divid|spin off/, 'dividend'],
        [/profit|loss/, 'other'],
        [/interest/, 'interest-by-sign'],
        [/fee|commission|swap/, 'fee'],
        [/deposit/, 'cash'],
        [/withdraw/, 'cash'],
        [/transfer/, 'journal_cash'],
      ],
      adjust(row, _cells, book) {
        const m = /(?:OPEN|CLOSE) (?:BUY|SELL) ([\d.,]+)(?:\/[\d.,]+)? @ ([\d.,]+)/i.exec(row.description);
        if (!m) return row;
        return { ...row, quantity: book.numberText(m[1] as string, 8), price: book.numberText(m[2] as string, 8) };
      },
    }),
  ],
};
