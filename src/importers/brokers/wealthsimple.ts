import type { BrokerFormat } from '../broker.ts';
import { simpleTable } from '../simple-table.ts';

/** Wealthsimple activities. */
export const wealthsimple: BrokerFormat = {
  id: 'wealthsimple',
  name: 'Wealthsimple',
  currency: 'CAD',
  tables: [
    simpleTable({
      format: 'wealthsimple-activities',
      needs: ['transaction date', 'activity type', 'activity sub type', 'net cash amount'],
      columns: {
        date: ['transaction date'], settle: ['settlement date'], symbol: ['symbol'], quantity: ['quantity'], price: ['unit price'], amount: ['net cash amount'], currency: ['currency'], account: ['account id'], description: ['name'],
      },
      words: ['activity type', 'activity sub type'],
      fees: ['commission'],
      meanings: [
        [/^trade (?:drip|reinvest|div)/, 'reinvest'],
        [/^trade (?:buytoopen|buy_to_open|bto)/, 'buy_to_open'],
        [/^trade (?:selltoopen|sell_to_open|sto)/, 'sell_to_open'],
        [/^trade (?:buytoclose|buy_to_close|btc)/, 'buy_to_close'],
        [/^trade (?:selltoclose|sell_to_close|stc)/, 'sell_to_close'],
        [/^trade (?:buytocover|cover)/, 'buy_to_cover'],
        [/^trade (?:sellshort|short)/, 'sell_short'],
        [/^trade .*buy/, 'buy'],
        [/^trade .*sell/, 'sell'],
        [/^(?:dividend reinvest|drip)/, 'reinvest'],
        [/^dividend/, 'dividend'],
        [/^interest/, 'interest-by-sign'],
        [/^(?:moneymovement|money movement)/, 'transfer'],
        [/^(?:corporateaction|corporate action).*(?:subdivision|consolidation|split|stock_?dividend)/, 'split'],
        [/^(?:corporateaction|corporate action).*spin/, 'spin_off'],
        [/^(?:corporateaction|corporate action).*(?:merger|acquisition)/, 'merger'],
        [/^(?:corporateaction|corporate action).*(?:name|symbol|exchange|conversion)/, 'symbol_change'],
        [/^(?:corporateaction|corporate action).*(?:lieu|fraction)/, 'cash_in_lieu'],
        [/^(?:fxexchange|fx)/, 'fx'],
        [/^(?:nonresidenttax|non.?resident|withholding|tax)/, 'tax_withheld'],
        [/^(?:fee|management|refund|reimburse)/, 'fee'],
        [/^(?:stocklending|stock lending)/, 'lending_income'],
        [/^(?:optionexpir|option.*expir|expiry)/, 'option_expired'],
        [/^(?:option.*assign|assign)/, 'option_assigned'],
        [/^(?:option.*exerc|exerc)/, 'option_exercised'],
        [/^(?:returnofcapital|return of capital)/, 'return_of_capital'],
        [/^(?:deposit|withdrawal|contribution|transfer)/, 'transfer'],
        [/^(?:promotion|bonus|referral|cashback|giveaway)/, 'reward'],
      ],
    }),
  ],
};
