import type { OwnCase } from './own-cases.test-data.ts';

const H = { harvest: true } as const;
const O = { st: 'avoid' } as const;

/** Variants of the classes of sentences that two rounds by other hands showed to be missed; nobody trains on them. */
export const VARIANTS: readonly OwnCase[] = [
  // caps on trades
  { text: 'No more then nine trades please.', trades: 9 },
  { text: 'Not more then 5 trades a month.', trades: 5 },
  { text: 'Limit: seven trades.', trades: 7 },
  { text: 'Trades: 20 at most.', trades: 20 },
  { text: 'Trades may not exceed fifteen.', trades: 15 },
  { text: 'Trades are limited to eleven.', trades: 11 },
  {
    text: 'Beat the market by March, no more than two dozen trades.',
    goal: 'A',
    trades: 24,
    free: ['horizonYears'],
  },
  { text: 'Cap it at 18 trades.', trades: 18 },
  // payments in
  { text: '$750 every February.', pay: [750, 'year'] },
  {
    text: 'Extra on top of my pension: $3,000 every June toward retirement.',
    goal: 'L',
    pay: [3000, 'year'],
  },
  {
    text: 'FIRE by 2050, 400 a month, no gold.',
    goal: 'L',
    years: 24,
    pay: [400, 'month'],
    notClasses: ['commodity'],
  },
  { text: 'Move $150 over each week.', pay: [150, 'week'] },
  { text: '$900 a month comes out of my paycheck for this account.', pay: [900, 'month'] },
  { text: 'The neighbors put 200 dollars a month into a camper.' },
  // cash
  { text: 'No less than four thousand dollars in cash at any moment.', cashMin: 4000 },
  { text: 'Keep nine thousand where I can get at it.', cashMin: 9000 },
  { text: 'There has to be 12k that I can get at in a pinch.', cashMin: 12_000 },
  { text: 'Always keep 25 grand liquid.', cashMin: 25_000 },
  {
    text: 'Payroll of $18,000 goes out of this account on January 15, 2027.',
    need: 18_000,
    needBy: ['2027-01-15', '2027-01-15'],
    free: ['horizonYears'],
  },
  {
    text: 'It is for the house and all of it has to be there on May 3, 2027.',
    goal: 'P',
    needBy: ['2027-05-03', '2027-05-03'],
    free: ['horizonYears', 'objectives'],
  },
  { text: 'Please let me know if the class trip money ($20) is due on Friday.' },
  // horizons
  { text: 'Six-month punt, quick profits.', goal: 'G', years: 0.5 },
  {
    text: 'Oil only, ride it for two months, then dump it at a profit.',
    goal: 'G',
    years: 1 / 6,
    likeSectors: ['Energy'],
  },
  { text: 'Get ahead of the Dow in the coming quarter.', goal: 'A', free: ['horizonYears'] },
  { text: 'Long-run growth, twenty years of it.', goal: 'L', years: 20 },
  { text: 'I am 51 years and plan to work until 66, grow it until then.', goal: 'L', years: 15 },
  {
    text: 'I taught for thirty years. Now I want to beat the S&P by summer.',
    goal: 'A',
    free: ['horizonYears'],
  },
  { text: 'I sold the cabin after nine years; offset the gain with my losers.', goal: 'H', ...H },
  {
    text: 'I drove a truck for eighteen years. Grow this for my grandkids until 2040.',
    goal: 'L',
    years: 14,
  },
  // drawdowns
  { text: 'We inherited $100k and the floor is $90k, protect it.', goal: 'P', fall: 0.1 },
  { text: 'If it fell by a third I could live with that.', fall: 1 / 3 },
  { text: 'I can stand a bad year, even one that takes a quarter of it.', fall: 0.25 },
  { text: 'Protect $200,000: it may not fall beneath $180,000.', goal: 'P', fall: 0.1 },
  // things wanted and not wanted
  { text: 'Flip some hot stocks for quick cash, just not banks.', goal: 'G', notSectors: ['Financials'] },
  {
    text: 'Tobacco issuers and weapons makers are prohibited.',
    notSectors: ['Consumer Staples', 'Industrials'],
  },
  { text: 'Please not any oil inside.', notSectors: ['Energy'] },
  {
    text: 'Get me out of Boeing, Pfizer and every REIT.',
    notSymbols: ['BA', 'PFE'],
    notClasses: ['realEstate'],
    free: ['exclude.sectors'],
  },
  {
    text: 'Preserve the capital. Bonds and money market funds preferred.',
    goal: 'P',
    likeClasses: ['bond', 'cash'],
  },
  {
    text: 'Make quick profits off bank stocks this month.',
    goal: 'G',
    likeSectors: ['Financials'],
    free: ['horizonYears'],
  },
  { text: 'My friend raves about dogecoin; keep that away from me.', notClasses: ['crypto'] },
  { text: 'Sell Nike completely.', notSymbols: ['NKE'] },
  {
    text: 'Get rid of all my Intel. And never, ever sell my Intel shares.',
    notSymbols: ['INTC'],
    keep: ['INTC'],
    clash: ['keep-vs-exclude'],
  },
  // rankings
  { text: 'Beating the Nasdaq is priority one; priority two is keeping the principal intact.', goal: 'A>P' },
  { text: 'Goal number one is retirement, goal number two is harvesting losses.', goal: 'L>H', ...H },
  { text: 'Quick profits are my second priority, retirement is the first.', goal: 'L>G' },
  { text: '70/30: seventy on harvesting losses, thirty on not shrinking the account.', goal: 'H>P', ...H },
  { text: 'Mostly swing trading; a smaller part just has to survive.', goal: 'G>P' },
  { text: 'Two pots. The big one is for retirement, the little one is for day trading.', goal: 'L>G' },
  // goals refused or left to others
  { text: 'Leave the pension stuff to my wife; this account is here to beat the market.', goal: 'A' },
  { text: 'My husband handles the retirement side. I want a quick profit.', goal: 'G' },
  {
    text: "I'm not here to build a legacy for my heirs or anything like it. Quick profits, please.",
    goal: 'G',
  },
  {
    text: 'Not looking to day trade, not looking to beat anybody; just keep the principal intact.',
    goal: 'P',
  },
  { text: 'The tax on short-term profits is too high. Sell winners only after a year.', goal: 'O', ...O },
  // yardsticks
  {
    text: "My sister won't stop bragging about her index fund. I want to be ahead of it by May.",
    goal: 'A',
    free: ['horizonYears'],
  },
  { text: 'My only yardstick is the Russell 2000.', goal: 'A' },
  { text: 'Out-earning the sector average is the aim this year.', goal: 'A', free: ['horizonYears'] },
  { text: 'Exceed the return of the S&P 500 over the next two quarters.', goal: 'A', years: 0.5 },
  { text: 'Beat the market, sure, but over my whole working life.', goal: 'L' },
  // preservation
  { text: 'Return of capital, not return on capital.', goal: 'P' },
  { text: 'Every penny has to still be there.', goal: 'P' },
  { text: 'Whatever is left must remain.', goal: 'P' },
  { text: "Protect what's left of my savings.", goal: 'P' },
  { text: 'Keep the proceeds of the house safe.', goal: 'P' },
  { text: 'I want the money to be there whenever I look.', goal: 'P' },
  // words of the trade
  { text: 'tlh whenever you can', goal: 'H', ...H },
  { text: 'TLH, every month, on autopilot.', goal: 'H', ...H },
  { text: 'Coast FIRE.', goal: 'L' },
  // code, letters, questions
  { text: 'while (safe.length > 0) { safe.pop(); }' },
  { text: 'sudo apt remove --purge --preserve-env gains' },
  { text: 'const profit = sell(GOOGL); return profit;' },
  { text: 'Do plum trees need full sun, and how deep should I plant them?' },
  { text: 'Dear Mr. Lopez, Ana will be back on Monday. She will make up the spelling test then.' },
  { text: 'In 1987 the market lost a fifth of its value in one day.' },
  // few trades are no conflict with some trading
  { text: 'Swing trades, a few days each, no more than ten trades.', goal: 'G', trades: 10 },
];
