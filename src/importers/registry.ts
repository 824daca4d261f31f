import type { BrokerFormat } from './broker.ts';
import { ally } from './brokers/ally.ts';
import { coinbase } from './brokers/coinbase.ts';
import { degiro } from './brokers/degiro.ts';
import { avanza } from './brokers/avanza.ts';
import { disnat } from './brokers/disnat.ts';
import { etoro } from './brokers/etoro.ts';
import { freetrade } from './brokers/freetrade.ts';
import { hargreaves } from './brokers/hargreaves.ts';
import { healthEquity } from './brokers/healthequity.ts';
import { investEngine } from './brokers/investengine.ts';
import { moomoo } from './brokers/moomoo.ts';
import { rbc } from './brokers/rbc.ts';
import { revolut } from './brokers/revolut.ts';
import { saxo } from './brokers/saxo.ts';
import { stockPlanConnect } from './brokers/stock-plan-connect.ts';
import { swissquote } from './brokers/swissquote.ts';
import { tradeRepublic } from './brokers/trade-republic.ts';
import { tradeZero } from './brokers/tradezero.ts';
import { wealthfront } from './brokers/wealthfront.ts';
import { xtb } from './brokers/xtb.ts';
import { etrade } from './brokers/etrade.ts';
import { fidelity } from './brokers/fidelity.ts';
import { firstrade } from './brokers/firstrade.ts';
import { ibkr } from './brokers/ibkr.ts';
import { jpmorgan } from './brokers/jpmorgan.ts';
import { keepfolio } from './brokers/keepfolio.ts';
import { kraken } from './brokers/kraken.ts';
import { m1 } from './brokers/m1.ts';
import { merrill } from './brokers/merrill.ts';
import { questrade } from './brokers/questrade.ts';
import { robinhood } from './brokers/robinhood.ts';
import { schwab } from './brokers/schwab.ts';
import { tastytrade } from './brokers/tastytrade.ts';
import { tdameritrade } from './brokers/tdameritrade.ts';
import { trading212 } from './brokers/trading212.ts';
import { vanguard } from './brokers/vanguard.ts';
import { vanguardUk } from './brokers/vanguard-uk.ts';
import { wealthsimple } from './brokers/wealthsimple.ts';
import { webull } from './brokers/webull.ts';

/** Every broker, in the order in which a tie is shown. */
export const BROKERS: readonly BrokerFormat[] = [
  schwab,
  fidelity,
  vanguard,
  etrade,
  robinhood,
  ibkr,
  merrill,
  tdameritrade,
  coinbase,
  kraken,
  trading212,
  degiro,
  questrade,
  tastytrade,
  webull,
  firstrade,
  jpmorgan,
  wealthsimple,
  m1,
  ally,
  vanguardUk,
  freetrade,
  etoro,
  revolut,
  tradeRepublic,
  xtb,
  avanza,
  saxo,
  swissquote,
  hargreaves,
  stockPlanConnect,
  disnat,
  rbc,
  moomoo,
  tradeZero,
  healthEquity,
  investEngine,
  wealthfront,
  keepfolio,
];

/** Names for a chooser. */
export const supportedBrokers: readonly { readonly id: string; readonly name: string }[] = BROKERS.map(
  ({ id, name }) => ({ id, name }),
);
