import type { BrokerFormat } from '../broker.ts';
import { simpleTable, type WordList } from '../simple-table.ts';

const CANADIAN: WordList = [
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

/** Disnat (Desjardins): French headers, decimal comma. */
export const disnat: BrokerFormat = {
  id: 'disnat',
  name: 'Disnat',
  currency: 'CAD',
  tables: [
    simpleTable({
      format: 'disnat',
      needs: ['date de transaction', 'date de r\u00e8glement', 'type de transaction', 'symbole', 'quantit\u00e9', 'prix'],
      columns: { date: ['date de transaction'], settle: ['date de r\u00e8glement'], symbol: ['symbole'], quantity: ['quantit\u00e9'], price: ['prix'], amount: ['montant de l op\u00e9ration', 'montant', 'montant net'], currency: ['devise du compte', 'devise'], description: ['description'], account: ['compte', 'num\u00e9ro de compte'] },
      words: ['type de transaction'],
      fees: ['commission pay\u00e9e', 'commission'],
      meanings: CANADIAN,
    }),
  ],
};

/** RBC Direct Investing. */
export const rbc: BrokerFormat = {
  id: 'rbc',
  name: 'RBC Direct Investing',
  currency: 'CAD',
  tables: [
    simpleTable({
      format: 'rbc-activity',
      needs: ['date', 'activity', 'symbol', 'description', 'quantity', 'price', 'settlement date', 'currency', 'value'],
      columns: { date: ['date'], settle: ['settlement date'], symbol: ['symbol'], quantity: ['quantity'], price: ['price'], amount: ['value', 'amount'], currency: ['currency'], description: ['description'], account: ['account'] },
      words: ['activity'],
      meanings: CANADIAN,
    }),
    simpleTable({
      format: 'td-webbroker',
      needs: ['trade date', 'settle date', 'description', 'action', 'quantity', 'price', 'commission', 'net amount'],
      columns: { date: ['trade date'], settle: ['settle date'], symbol: ['symbol', 'description'], quantity: ['quantity'], price: ['price'], amount: ['net amount'], currency: ['currency'], description: ['description'] },
      words: ['action'],
      fees: ['commission'],
      meanings: CANADIAN,
    }),
  ],
};

/** Morgan Stanley StockPlan Connect: releases and sales. */
export const stockPlanConnect: BrokerFormat = {
  id: 'morgan-stanley',
  name: 'Morgan Stanley StockPlan Connect',
  tables: [
    simpleTable({
      format: 'morgan-stanley-withdrawals',
      needs: ['execution date', 'order number', 'plan', 'type', 'order status', 'price', 'quantity', 'net amount', 'net share proceeds'],
      dateOrder: 'dmy',
      columns: { date: ['execution date'], symbol: ['plan'], quantity: ['quantity'], price: ['price'], amount: ['net amount'], description: ['plan'], id: ['order number'] },
      words: ['type'],
      unsigned: true,
      meanings: [[/^sale|^sell/, 'sell'], [/transfer|withdraw|cash/, 'withdrawal']],
      // The cash fund is a plan named Cash: its "sale" is a withdrawal.
      adjust: (row) => (/^cash$/i.test(row.symbol) ? { ...row, meaning: 'withdrawal', symbol: '', quantity: null, price: null } : row),
    }),
    simpleTable({
      format: 'morgan-stanley-releases',
      needs: ['vest date', 'order number', 'plan', 'type', 'status', 'price', 'quantity', 'net share proceeds'],
      dateOrder: 'dmy',
      columns: { date: ['vest date'], symbol: ['plan'], quantity: ['net share proceeds', 'quantity'], price: ['price'], description: ['plan'], id: ['order number'] },
      words: ['type'],
      meanings: [[/release|vest|purchase/, 'stock_plan']],
    }),
  ],
};

/** HealthEquity HSA investments (parentheses for units that leave). */
export const healthEquity: BrokerFormat = {
  id: 'healthequity',
  name: 'HealthEquity HSA',
  tables: [
    simpleTable({
      format: 'healthequity-hsa',
      needs: ['date', 'fund', 'category', 'description', 'price', 'amount', 'shares', 'total shares', 'total value'],
      columns: { date: ['date'], symbol: ['fund'], quantity: ['shares'], price: ['price'], amount: ['amount'], description: ['description'] },
      words: ['category', 'description'],
      unsigned: true,
      meanings: [
        [/dividend|reinvest/, 'reinvest'],
        [/fee/, 'sell'],
        [/sell|sold|sale|redemption|withdraw|exchange out|distribution/, 'sell'],
        [/buy|bought|purchase|contribution|exchange in|invest/, 'buy'],
      ],
      adjust: (row) => (row.quantity !== null && row.quantity < 0 ? { ...row, meaning: 'sell' } : row),
    }),
  ],
};

/** Wealthfront cash account. */
export const wealthfront: BrokerFormat = {
  id: 'wealthfront',
  name: 'Wealthfront Cash',
  tables: [
    simpleTable({
      format: 'wealthfront-cash',
      needs: ['transaction date', 'description', 'type', 'amount'],
      without: ['symbol', 'quantity', 'balance'],
      weak: true,
      columns: { date: ['transaction date'], amount: ['amount'], description: ['description'] },
      words: ['type', 'description'],
      meanings: [
        [/interest/, 'interest-by-sign'],
        [/fee/, 'fee'],
        [/deposit|withdrawal|transfer|payment|direct|check|atm|card|purchase/, 'cash'],
      ],
    }),
  ],
};
