import type { BrokerFormat } from './broker.ts';
import { coinbase } from './brokers/coinbase.ts';
import { degiro } from './brokers/degiro.ts';
import { etrade } from './brokers/etrade.ts';
import { fidelity } from './brokers/fidelity.ts';
import { ibkr } from './brokers/ibkr.ts';
import { keepfolio } from './brokers/keepfolio.ts';
import { kraken } from './brokers/kraken.ts';
import { merrill } from './brokers/merrill.ts';
import { robinhood } from './brokers/robinhood.ts';
import { schwab } from './brokers/schwab.ts';
import { tdameritrade } from './brokers/tdameritrade.ts';
import { trading212 } from './brokers/trading212.ts';
import { vanguard, vanguardUk } from './brokers/vanguard.ts';

/** Every broker, in the order in which a tie is shown. */
export const BROKERS: readonly BrokerFormat[] = [schwab, fidelity, vanguard, etrade, robinhood, ibkr, merrill, tdameritrade, coinbase, kraken, trading212, degiro, vanguardUk, keepfolio];

/** Names for a chooser. */
export const supportedBrokers: readonly { readonly id: string; readonly name: string }[] = [
  ...BROKERS.map(({ id, name }) => ({ id, name })),
];
