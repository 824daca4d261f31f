/** Industries and asset classes as people name them -> GICS sector or asset class. Narrow industries map to their whole sector. */
export type ThingKind = 'sector' | 'assetClass';
export interface ThingEntry {
  readonly kind: ThingKind;
  readonly value: string;
  /** Only counts directly under a cue ("no X", "X stocks"): the word has an everyday meaning. */
  readonly everyday: boolean;
}

const SECTOR_WORDS: Readonly<Record<string, string>> = {
  Energy:
    'energy|oil|oils|big oil|oil and gas|oil & gas|gas|natural gas|coal|fossil fuel|fossil fuels|fossils|driller|drillers|drilling|pipeline|pipelines|refiner|refiners|refinery|refineries|petroleum|frackers|fracking|oil majors|oil giants|shale',
  Materials:
    'materials|basic materials|miner|miners|mining|gold miners|gold mines|copper miners|silver miners|metals|metal|chemical|chemicals|chemical companies|steel|steelmakers|paper|paper mills|lumber|timber|cement|fertilizer|fertilizers',
  Industrials:
    'industrials|industrial|weapons|weapon|weapons makers|arms makers|arms dealers|arms manufacturers|defense|defence|defense contractors|defense contractor|defense stocks|military contractors|war profiteers|aerospace|airlines|airline|airline companies|railroads|railroad|railways|rails|trucking|truckers|machinery|shipping companies|freight|construction companies|engineering firms|drone makers|missile makers|bomb makers|military',
  'Consumer Discretionary':
    'consumer discretionary|discretionary|cars|car makers|carmakers|automakers|auto makers|autos|auto|automotive|car companies|casinos|casino|gambling|betting|sports betting|sportsbooks|sportsbook|bookmakers|bookies|hotels|hotel|hotel chains|cruises|cruise lines|cruise|restaurants|restaurant|fast food|apparel|clothing|fashion|fast fashion|luxury|luxury brands|homebuilders|home builders|retail|retailers|department stores|online retail|travel companies|gaming casinos|electric vehicles|ev makers|evs',
  'Consumer Staples':
    'consumer staples|staples|tobacco|big tobacco|cigarettes|cigarette|cigarette makers|smokes|vaping|alcohol|booze|liquor|beer|brewers|breweries|brewery|wine|spirits|distillers|food|food companies|food makers|packaged food|meat|meatpackers|meat packers|soft drinks|soda|sodas|groceries|grocery|grocers|supermarkets|household goods|household products|personal care|diaper makers',
  'Health Care':
    'health care|healthcare|pharma|big pharma|pharmaceutical|pharmaceuticals|drug makers|drugmakers|drug companies|drug stocks|biotech|biotechs|biotechnology|hospitals|hospital|hospital chains|medical devices|medical device|medical device makers|medtech|health insurers|health insurance|vaccine makers|medicine|medical',
  Financials:
    'financials|financial|financial sector|financial stocks|finance|banks|bank|banking|big banks|regional banks|lenders|lender|payday lenders|mortgage lenders|insurers|insurance|insurance companies|brokers|brokerages|card networks|credit card companies|asset managers|private equity|fintech|wall street banks|hedge fund managers|payment processors',
  'Information Technology':
    'information technology|technology|tech|big tech|software|chips|chip|chip makers|chipmakers|semiconductor|semiconductors|semis|ai|artificial intelligence|hardware|cybersecurity|cyber security|computer companies|saas|cloud|cloud computing|it services|silicon valley',
  'Communication Services':
    'communication services|communications|communication|telecom|telecoms|telecommunications|telcos|phone companies|media|streaming|streaming companies|social media|social networks|video games|video game|video game makers|gaming companies|game studios|newspapers|broadcasters|cable companies|entertainment',
  Utilities:
    'utilities|utility|electric utilities|gas utilities|water utilities|power companies|power company|power utilities|electric companies|electricity companies|electricity providers|water companies',
  'Real Estate':
    'real estate companies|real estate stocks|real estate sector|real estate shares|real estate firms|real estate developers|property companies|property stocks|property developers|landlords',
};

const CLASS_WORDS: Readonly<Record<string, string>> = {
  equity: 'equities|equity|stocks|shares|stock|individual stocks',
  bond: 'bonds|bond|bond funds|bond fund|treasuries|treasury|treasury bonds|treasury bills|government bonds|govt bonds|corporate bonds|junk bonds|t bills|tbills|t bill|municipals|municipal bonds|munis|muni bonds|muni|fixed income|gilts|i bonds|savings bonds',
  realEstate:
    'real estate|reits|reit|real estate funds|real estate fund|property|property funds|real estate etfs|rental property|real estate investment trusts',
  commodity:
    'gold|silver|commodities|commodity|precious metals|bullion|platinum|palladium|crude|crude oil|copper|gold and silver|wheat|corn futures',
  crypto:
    'crypto|cryptos|cryptocurrency|cryptocurrencies|bitcoin|bitcoins|btc|ether|ethereum|eth|coins|coin|altcoins|dogecoin|doge|shitcoins|digital coins|digital currencies|solana|stablecoins|memecoins|meme coins|nfts',
  cash: 'cash|money market|money markets|money market fund|money market funds|savings account|savings accounts|cds|certificates of deposit',
};

const EVERYDAY = new Set(
  (
    'gas paper metal metals steel lumber timber industrial military arms rails freight cars auto cruise cruises hotel hotels restaurant restaurants retail fashion clothing luxury food meat beer wine spirits soda groceries grocery alcohol booze smokes ' +
    'medicine medical hospital hospitals financial finance bank insurance cloud chip chips hardware software media communication communications entertainment utility property coin coins cash savings stock stocks shares bills silver gold oil energy coal ' +
    ' streaming materials tips cement bond savings military spirits ai eth ether fossils equity copper crude corn wheat medicine casino '
  ).split(' '),
);

function build(): Map<string, ThingEntry> {
  const out = new Map<string, ThingEntry>();
  const put = (kind: ThingKind, words: Readonly<Record<string, string>>): void => {
    for (const [value, list] of Object.entries(words))
      for (const w of list.split('|')) out.set(w, { kind, value, everyday: EVERYDAY.has(w) });
  };
  put('sector', SECTOR_WORDS);
  put('assetClass', CLASS_WORDS);
  return out;
}

export const THINGS: ReadonlyMap<string, ThingEntry> = build();

/** Words that may follow an industry without changing it: "bank stocks", "oil companies". */
export const THING_TAILS: ReadonlySet<string> = new Set(
  'issuers issuer brands brand players operators outfits stock stocks company companies share shares sector sectors industry industries names name firms firm business businesses makers maker producers producer manufacturers corporations giants contractors funds fund etf etfs plays holdings positions equities exposure'.split(
    ' ',
  ),
);
