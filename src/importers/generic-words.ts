import type { Meaning } from './post-row.ts';

/** Fields that a mapping can assign, and the header keys under which unknown files print them. */
export const FIELD_NAMES: Readonly<Record<string, readonly string[]>> = {
  date: ['date', 'trade date', 'transaction date', 'datetime', 'date time', 'timestamp', 'time', 'activity date', 'run date', 'execution date', 'executed at', 'trade time', 'filled time', 'order time', 'exec time', 'tradedate', 't d', 'booking date', 'datum', 'buchungsdatum', 'fecha', 'data'],
  type: ['type', 'action', 'transaction type', 'activity type', 'activity', 'side', 'buy sell', 'operation', 'transaction', 'event', 'order side', 'order type', 'kind', 'trans code', 'transactiontype', 'typ', 'category'],
  symbol: ['symbol', 'ticker', 'ticker symbol', 'code', 'instrument', 'instrument symbol', 'security', 'security symbol', 'asset', 'stock', 'stock symbol', 'isin', 'cusip', 'symbol cusip', 'wertpapier'],
  quantity: ['quantity', 'qty', 'shares', 'units', 'no of shares', 'number of shares', 'share quantity', 'filled qty', 'volume', 'anzahl', 'stuck', 'stueck', 'aantal', 'antal', 'nombre'],
  price: ['price', 'unit price', 'unitprice', 'share price', 'price per share', 'price share', 'avg price', 'average price', 'trade price', 'fill price', 'unit cost', 'kurs', 'preis', 'koers'],
  amount: ['amount', 'net amount', 'net cash amount', 'total', 'total amount', 'net', 'value', 'cash', 'net proceeds', 'proceeds', 'gross amount', 'betrag', 'belopp', 'bedrag'],
  fee: ['fee', 'fees', 'commission', 'commissions', 'fees comm', 'transaction fee', 'commission fees', 'fees and commissions', 'costs', 'comm', 'comm fee', 'gebuhr', 'gebuhren', 'kosten', 'courtage'],
  currency: ['currency', 'ccy', 'currency code', 'wahrung', 'valuta', 'devise'],
  account: ['account', 'account number', 'account id', 'account name', 'accountid', 'konto', 'portfolio'],
  description: ['description', 'name', 'security name', 'note', 'notes', 'comment', 'memo', 'details', 'security description'],
  id: ['id', 'transaction id', 'order id', 'trade id', 'reference', 'txid'],
  settle_date: ['settlement date', 'settle date', 'settled date', 'value date', 's d'],
};

/** What an action word of an unknown file most likely means; null when it is not known. */
export function meaningOfWord(word: string): Meaning | null {
  const w = word.toLowerCase().replace(/[^a-z\u00e0-\u017f]+/g, ' ').trim();
  for (const [pattern, meaning] of WORDS) if (pattern.test(w)) return meaning;
  return null;
}

const WORDS: readonly (readonly [RegExp, Meaning])[] = [
  [/^buy to open$|^bto$|^bought to open$/, 'buy_to_open'],
  [/^buy to close$|^btc$|^bought to close$/, 'buy_to_close'],
  [/^sell to open$|^sto$|^sold to open$/, 'sell_to_open'],
  [/^sell to close$|^stc$|^sold to close$/, 'sell_to_close'],
  [/^buy to cover$|^bought to cover$|^cover$/, 'buy_to_cover'],
  [/^(?:sell short|sold short|short|short sell|short sale)$/, 'sell_short'],
  [/^(?:cancel(?:led)? buy|buy cancel(?:led)?)$/, 'cancel_buy'],
  [/^(?:cancel(?:led)? sell|sell cancel(?:led)?)$/, 'cancel_sell'],
  [/^(?:reinvest|reinvestment|drip|dividend reinvest(?:ment)?|reinvest(?:ed)? (?:dividend|shares)|buy drip)/, 'reinvest'],
  [/^(?:b|buy|bought|purchase|purchased|kauf|koop|achat|k\u00f6p|compra|(?:market|limit|stop) buy|buy (?:market|limit|stop)|advanced trade buy)$/, 'buy'],
  [/^(?:s|sell|sold|sale|verkauf|verkoop|vente|s\u00e4lj|venta|(?:market|limit|stop) sell|sell (?:market|limit|stop)|advanced trade sell)$/, 'sell'],
  [/^(?:qualified div)/, 'dividend_qualified'],
  [/^(?:non ?qualified div|ordinary div)/, 'dividend_nonqualified'],
  [/^(?:payment in lieu|substitute)/, 'payment_in_lieu'],
  [/(?:long|lt).*(?:cap|gain)/, 'capital_gain_lt'],
  [/(?:short|st) ?(?:term)?.*(?:cap|gain)/, 'capital_gain_st'],
  [/^return of capital/, 'return_of_capital'],
  [/^(?:div|dividend|dividends|cash dividend|dividende|utdelning)\b/, 'dividend'],
  [/^(?:margin interest|interest charged?|debit interest|interest paid)/, 'margin_interest'],
  [/^(?:int|interest|credit interest|bank interest|zinsen|rente|r\u00e4nta)\b/, 'interest-by-sign'],
  [/(?:withholding|tax withheld|foreign tax|\btax\b|quellensteuer|steuer)/, 'tax_withheld'],
  [/^(?:cash in lieu)/, 'cash_in_lieu'],
  [/^(?:stock )?split|^(?:forward|reverse) split/, 'split'],
  [/^(?:spin ?off|spinoff)/, 'spin_off'],
  [/^merger/, 'merger'],
  [/^(?:symbol|name|ticker) change/, 'symbol_change'],
  [/^(?:staking|reward|airdrop|cashback)/, 'reward'],
  [/^(?:expired|expiration|option expired|option expiration)/, 'option_expired'],
  [/^(?:assigned|assignment|option assigned)/, 'option_assigned'],
  [/^(?:exercised|exercise|option exercised)/, 'option_exercised'],
  [/^(?:fee|fees|commission|service fee|management fee|adr fee|custody fee|geb\u00fchr)/, 'fee'],
  [/^(?:transfer in|transfer received|receive|received|transfer incoming|securities in|delivery in)/, 'transfer'],
  [/^(?:transfer out|send|sent|transfer outgoing|securities out|delivery out)/, 'transfer_out'],
  [/^(?:transfer|acat)/, 'transfer'],
  [/^(?:journal)/, 'journal'],
  [/^(?:deposit|cash in|contribution|top ?up|cash top up|funding|einzahlung|storting|ins\u00e4ttning)/, 'deposit'],
  [/^(?:withdrawal?|cash out|distribution|auszahlung|opname|uttag)/, 'withdrawal'],
  [/^(?:ach|wire|eft|bank transfer|electronic fund)/, 'cash'],
  [/^(?:fx|forex|currency conversion|currency exchange|exchange)/, 'fx'],
  [/^(?:sweep)/, 'sweep'],
  // Ghostfolio's valuables and debts are balances, not trades.
  [/^(?:item|liability)$/, 'ignore'],
];
