/** Word tables of the parser's English. Data only. Keys are lower case without apostrophes. */

/** Texting, contractions and clipped words -> the words they stand for. */
export const EXPANSIONS: Readonly<Record<string, string>> = {
  u: 'you', ur: 'your', r: 'are', n: 'and', b4: 'before', w: 'with', wo: 'without', pls: 'please', plz: 'please',
  thx: 'thanks', abt: 'about', bc: 'because', cuz: 'because', coz: 'because', thru: 'through', til: 'until', till: 'until',
  ppl: 'people', nvr: 'never', evry: 'every', mkt: 'market', mkts: 'markets', amt: 'amount', acct: 'account', acc: 'account',
  wanna: 'want to', gonna: 'going to', gotta: 'have to', lemme: 'let me', gimme: 'give me', outta: 'out of', kinda: 'kind of',
  yr: 'year', yrs: 'years', mo: 'month', mos: 'months', mth: 'month', mths: 'months', wk: 'week', wks: 'weeks', hr: 'hour', hrs: 'hours',
  qtr: 'quarter', qtrs: 'quarters', yearly: 'yearly', pct: 'percent', bux: 'bucks', cos: 'companies', gr8: 'great', l8r: 'later',
  '2day': 'today', '2moro': 'tomorrow', tmrw: 'tomorrow', tmr: 'tomorrow', xmas: 'christmas', ret: 'retirement', sp500: 's&p', spx: 's&p', nasdaq100: 'nasdaq',
  snp: 's&p', smth: 'something', sth: 'something', somethin: 'something', nothin: 'nothing', luv: 'love', wit: 'with', dat: 'that', da: 'the', dis: 'this',
  ya: 'you', yall: 'you', im: 'im', ive: 'ive', dont: 'dont', doesnt: 'dont', didnt: 'dont', wont: 'wont', cant: 'cant', cannot: 'cant',
  wouldnt: 'wont', shouldnt: 'dont', couldnt: 'cant', isnt: 'isnt', arent: 'isnt', aint: 'isnt', wasnt: 'isnt', havent: 'havent', hasnt: 'havent',
  favour: 'favor', favourite: 'favorite', realise: 'realize', realised: 'realized', realising: 'realizing', minimise: 'minimize', maximise: 'maximize',
  maximize: 'maximize', harvests: 'harvest', crystallise: 'crystallize', neighbours: 'neighbors', labelled: 'labeled', per: 'per', ea: 'each', biz: 'business',
  invst: 'invest', retirment: 'retirement', tho: 'though', def: 'definitely', prob: 'probably', rn: 'right now', asap: 'asap', jst: 'just', wat: 'what', wats: 'whats',
  mny: 'money', moolah: 'money', dough: 'money', stonks: 'stocks', stonk: 'stock', w2: 'w2', mkting: 'marketing', ltcg: 'ltcg', stcg: 'stcg', tlh: 'tlh',
  percentage: 'percent', percents: 'percent', dollar: 'dollars', buck: 'bucks', quid: 'dollars', teh: 'the', bout: 'about', hav: 'have', wen: 'when', sum: 'some', frm: 'from', longterm: 'long term', shortterm: 'short term', thats: 'thats', wut: 'what', tht: 'that', abut: 'about', becuz: 'because', alot: 'a lot', untill: 'until', dnt: 'dont', wnt: 'want', wnat: 'want', nd: 'and', fav: 'favorite', acount: 'account', losrs: 'losers', savngs: 'savings', tax: 'tax', taxs: 'taxes', hte: 'the', taht: 'that', adn: 'and', quik: 'quick', kwik: 'quick', profs: 'profits', lng: 'long', shrt: 'short', trm: 'term', sfe: 'safe', sel: 'sell', stok: 'stock', stoks: 'stocks', stck: 'stock', bnds: 'bonds', gld: 'gld', oposite: 'opposite', ok: 'ok', okay: 'ok', k: 'k', nope: 'no', nah: 'no', yea: 'yes', yeah: 'yes', yep: 'yes', yup: 'yes',
};

/** Plain number words. */
export const UNITS: Readonly<Record<string, number>> = {
  zero: 0, one: 1, two: 2, three: 3, four: 4, five: 5, six: 6, seven: 7, eight: 8, nine: 9, ten: 10, eleven: 11, twelve: 12, thirteen: 13,
  fourteen: 14, fifteen: 15, sixteen: 16, seventeen: 17, eighteen: 18, nineteen: 19, twenty: 20, thirty: 30, forty: 40, fourty: 40, fifty: 50,
  sixty: 60, seventy: 70, eighty: 80, ninety: 90,
};
export const SCALES: Readonly<Record<string, number>> = {
  hundred: 100, thousand: 1e3, grand: 1e3, k: 1e3, million: 1e6, mil: 1e6, mm: 1e6, mn: 1e6, billion: 1e9, bn: 1e9,
};

export const MONTHS: Readonly<Record<string, number>> = {
  january: 1, jan: 1, february: 2, feb: 2, march: 3, mar: 3, april: 4, apr: 4, may: 5, june: 6, jun: 6, july: 7, jul: 7, august: 8, aug: 8,
  september: 9, sept: 9, sep: 9, october: 10, oct: 10, november: 11, nov: 11, december: 12, dec: 12,
};

/** First safe day of each season (inside it by the calendar and by the meteorologists). */
export const SEASONS: Readonly<Record<string, readonly [month: number, day: number]>> = {
  spring: [3, 21], summer: [6, 21], fall: [9, 23], autumn: [9, 23], winter: [12, 21],
};

/** Length of a unit in years. */
export const UNIT_YEARS: Readonly<Record<string, number>> = {
  day: 1 / 365.25, days: 1 / 365.25, week: 7 / 365.25, weeks: 7 / 365.25, fortnight: 14 / 365.25, month: 1 / 12, months: 1 / 12, quarter: 0.25, quarters: 0.25,
  year: 1, years: 1, decade: 10, decades: 10, hour: 0, hours: 0, minute: 0, minutes: 0,
};

/** Words a misspelt token may be corrected to: the vocabulary of the grammar. */
export const SPELLING_TARGETS: readonly string[] = (
  'market markets benchmark index indexes outperform outpace exceed beating performance profit profits profitable gains growth growing retirement retire retiring college compound compounding ' +
  'wealth generation grandchildren inheritance preserve preserving preservation protect protecting protection principal capital safety losing losses losers loser loss harvest harvesting offset financially financial russell independent independence freedom accumulation outgrow deduct deduction taxes ' +
  'realize realized short-term long-term investor investing investment portfolio conservative aggressive moderate cautious balanced tolerance appetite drawdown decline percent ' +
  'months years weeks quarter decade thousand million dollars contribute contribution deposit invest monthly weekly quarterly annually yearly emergency reserve trades trading transactions ' +
  'tobacco alcohol weapons defense aerospace airlines railroads casinos gambling restaurants hotels pharma pharmaceuticals biotech hospitals insurance insurers banks utilities energy semiconductors technology software ' +
  'telecom materials industrials financials healthcare consumer staples discretionary communication treasuries treasury municipal bonds crypto bitcoin ethereum commodities silver property equities stocks shares estate ' +
  'apple microsoft nvidia alphabet google amazon facebook tesla broadcom berkshire hathaway jpmorgan mastercard johnson unitedhealth pfizer merck exxon mobil chevron conocophillips procter gamble walmart costco mcdonalds starbucks disney netflix ' +
  'verizon intel oracle salesforce adobe boeing caterpillar lockheed palantir never avoid exclude without prefer overweight favor quick quickly horizon before until within should because please really maximum minimum ' +
  'money savings income account positions winners underwater volatility risky safely intact steady regular automatically january february april august september october november december eighteen fifteen twenty thirty forty fifty'
).split(' ');

/** Real words that lie one slip away from a target and must stay what they are. */
export const KEEP_AS_IS: ReadonlySet<string> = new Set(
  ('bearing being binds bonus boring boxing consumes decide decided decode inter invert inverted lower lowers lowered project projects projected projection takes tales tapes traces weakly shouldn weeds weeps yearns monty mosey solver shames shapes spares scares stares snares spares scared ' +
   'lovers lover lowers loners loner lasers laser loving beaming boating belting rewire rewiring goggle mobile mobs emergence emergent winters winter thirsty balances balance moderator avid flavor newest avoidable tends trends stocky strokes stacks safes bends bakes boats barks lasts listed posing parcel finally formal ' +
   'bounds bound shocks stacks stocked stockings marked marker profile profiles grains trains brains trade trader traders traced grades graded braces gain grow grown grows looses loose lose lost loses lossy closers closer hosers ' +
   'taxis taxed axes texas index indexed invest invests invested inventor investors instead insured insurer insure insures assures prefers preferred proffer protects protected protector preserves preserved preserver reserved reserves serve server deserve deserves deserving reserving ' +
   'decades decline declines declined recline exceeds excess except expect accept aspect posit deposits deposited positions position portion safely safest safe safer sleepy hotel hotels motels hostels casino banker bankers bangs tanks thanks ranks planks blanks backs bunks ' +
   'shores shares shared sharks shades stakes stokes stones states stages steaks sticks bonds bones bands blonds ponds fonds gold cold cola sliver silver sliced apply apples ample maple oracles miracle meets metal medal merry mercy march marches match markets master masters ' +
   'yearn years tears pears bears gears fears hears wears dears weeks weeds seeks peeks months mouths moths quarters quarter quartet quarrel quack quicker quick quite quiet quit quilt thousands million millions billion dollar collars scholars ' +
   'mostly costly softly worst worse words world would could should shroud cloud clouds proud ground around growls crowds crowd crown brown drown frown thrown money monkey monkeys honey boney never fever lever sever clever newer always alpha annual annually manual manually ' +
   'trading tracing trailing training treading tradition ration nation station vocation location portfolios ferret regret secret retired retires retiree retied rehire desire college colleague colleges collage village cottage compounds compounded component wealthy health healthy stealth ' +
   'general generals generous genera operation orations heritage inherit inherited savage savings saving shaving having raving paving waving stage steady ready already study sturdy stead instead tread bread regularly regulate regular singular regulars income incomes outcome welcome become accounts accountant amount amounts mount ' +
   'intake intact contact impact infect inject insect intent interact until untie unite units within wither either neither silver sister mister winter wonder winner winners dinner dinners sinners sooner dollars before beyond belief believe because becomes please pleased pleasant police really rally realty reality maximal minimal ' +
   'property properly propriety estates estate state restate stated statute banking baking backing taking making waking raking hiking risky frisky whisky husky rusty risks brisk avoid avoids avoided ovoid android exclude excludes excluded include included includes including conclude preclude without withhold withdraw perfect ' +
   'favor favors flavor labor savor favorite energy energies emery urgency utility futility facility ability abilities agility techno technical technically technique soft software hardware tobacco alcohol alcoholic weapon defence defends defender defense offense expense expenses response sense lense dense license aerosol airline airlines ' +
   'airplane railroad railways casinos restaurant gambler gambles gamble gambling rambling tumbling grumbling rumble bumble hospital hospitals hospice insurance assurance biotech pharmacy farmer firms forms farms harms charms material materials maternal eternal internal external industrial industries finance finances financial ' +
   'consume consumed consumers costumer customer customers community communities commodity commodities comedies treasure treasurer treasures treasury pressure pressures measure measures municipal principle principles principal prince princess crypt cryptic bitcoin shaped sharps equity quality tesla vanilla ' +
   'april apron august augusts angst fifteen fifth sixteen sixty sixth thirst thirty dirty thirdly third forth forty fourth fifty nifty eighteen eighty eighth lights nights rights fights sights tights heights weights twenty plenty empty seventy seventh tenth').split(' '),
);
