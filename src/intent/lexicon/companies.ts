/** Company names as people say them (lower case, apostrophes and hyphens dropped, & kept) and their tickers. Facts anyone can look up. */
export const COMPANY_TICKERS: Readonly<Record<string, string>> = {
  apple: 'AAPL', microsoft: 'MSFT', nvidia: 'NVDA', alphabet: 'GOOGL', google: 'GOOGL', amazon: 'AMZN', meta: 'META', facebook: 'META', 'meta platforms': 'META',
  tesla: 'TSLA', broadcom: 'AVGO', berkshire: 'BRK.B', 'berkshire hathaway': 'BRK.B', jpmorgan: 'JPM', 'jp morgan': 'JPM', 'jpmorgan chase': 'JPM', 'jp morgan chase': 'JPM', chase: 'JPM', visa: 'V',
  mastercard: 'MA', 'eli lilly': 'LLY', lilly: 'LLY', 'johnson & johnson': 'JNJ', 'johnson and johnson': 'JNJ', 'j&j': 'JNJ', unitedhealth: 'UNH', 'united health': 'UNH', 'unitedhealth group': 'UNH',
  pfizer: 'PFE', merck: 'MRK', abbvie: 'ABBV', exxon: 'XOM', 'exxon mobil': 'XOM', exxonmobil: 'XOM', chevron: 'CVX', conocophillips: 'COP', conoco: 'COP', 'conoco phillips': 'COP', 'procter & gamble': 'PG',
  'procter and gamble': 'PG', 'proctor & gamble': 'PG', 'proctor and gamble': 'PG', 'p&g': 'PG', 'coca cola': 'KO', cocacola: 'KO', coke: 'KO', pepsi: 'PEP', pepsico: 'PEP', walmart: 'WMT', 'wal mart': 'WMT', costco: 'COST',
  'home depot': 'HD', lowes: 'LOW', mcdonalds: 'MCD', 'mc donalds': 'MCD', starbucks: 'SBUX', nike: 'NKE', disney: 'DIS', 'walt disney': 'DIS', netflix: 'NFLX', 'at&t': 'T', verizon: 'VZ', intel: 'INTC', amd: 'AMD',
  'advanced micro devices': 'AMD', oracle: 'ORCL', salesforce: 'CRM', adobe: 'ADBE', cisco: 'CSCO', ibm: 'IBM', boeing: 'BA', caterpillar: 'CAT', lockheed: 'LMT', 'lockheed martin': 'LMT', 'general electric': 'GE', 'ge aerospace': 'GE',
  ford: 'F', 'ford motor': 'F', 'general motors': 'GM', 'bank of america': 'BAC', bofa: 'BAC', 'wells fargo': 'WFC', 'goldman sachs': 'GS', goldman: 'GS', 'waste management': 'WM', palantir: 'PLTR', uber: 'UBER',
  lyft: 'LYFT', airbnb: 'ABNB', 'morgan stanley': 'MS', citigroup: 'C', citi: 'C', citibank: 'C', blackrock: 'BLK', 'charles schwab': 'SCHW', schwab: 'SCHW', 'american express': 'AXP', amex: 'AXP', paypal: 'PYPL', qualcomm: 'QCOM',
  'texas instruments': 'TXN', micron: 'MU', 'applied materials': 'AMAT', 'lam research': 'LRCX', intuit: 'INTU', servicenow: 'NOW', shopify: 'SHOP', snowflake: 'SNOW', zoom: 'ZM', spotify: 'SPOT', comcast: 'CMCSA', 't mobile': 'TMUS', tmobile: 'TMUS',
  'honeywell': 'HON', '3m': 'MMM', 'united parcel service': 'UPS', ups: 'UPS', fedex: 'FDX', deere: 'DE', 'john deere': 'DE', 'raytheon': 'RTX', 'northrop grumman': 'NOC', northrop: 'NOC', 'general dynamics': 'GD', 'union pacific': 'UNP',
  'philip morris': 'PM', altria: 'MO', 'kraft heinz': 'KHC', 'general mills': 'GIS', kellogg: 'K', kelloggs: 'K', hershey: 'HSY', mondelez: 'MDLZ', colgate: 'CL', 'colgate palmolive': 'CL', 'kimberly clark': 'KMB', clorox: 'CLX', kroger: 'KR',
  target: 'TGT', 'tj maxx': 'TJX', tjx: 'TJX', 'best buy': 'BBY', 'bristol myers': 'BMY', 'bristol myers squibb': 'BMY', amgen: 'AMGN', gilead: 'GILD', moderna: 'MRNA', medtronic: 'MDT', abbott: 'ABT', 'abbott labs': 'ABT', 'thermo fisher': 'TMO', danaher: 'DHR',
  cvs: 'CVS', walgreens: 'WBA', cigna: 'CI', humana: 'HUM', 'intuitive surgical': 'ISRG', nextera: 'NEE', 'duke energy': 'DUK', 'southern company': 'SO', dominion: 'D', 'dominion energy': 'D', schlumberger: 'SLB', halliburton: 'HAL',
  'occidental': 'OXY', 'kinder morgan': 'KMI', 'marathon petroleum': 'MPC', valero: 'VLO', dow: 'DOW', dupont: 'DD', linde: 'LIN', newmont: 'NEM', freeport: 'FCX', nucor: 'NUE', 'simon property': 'SPG', prologis: 'PLD', 'american tower': 'AMT',
  'realty income': 'O', gamestop: 'GME', amc: 'AMC', coinbase: 'COIN', robinhood: 'HOOD', roku: 'ROKU', rivian: 'RIVN', lucid: 'LCID', delta: 'DAL', 'delta airlines': 'DAL', 'delta air lines': 'DAL', 'united airlines': 'UAL', 'southwest airlines': 'LUV', 'american airlines': 'AAL',
  marriott: 'MAR', hilton: 'HLT', chipotle: 'CMG', dominos: 'DPZ', carnival: 'CCL', 'royal caribbean': 'RCL', 'mgm': 'MGM', lululemon: 'LULU', ebay: 'EBAY', etsy: 'ETSY', pinterest: 'PINS', snap: 'SNAP', snapchat: 'SNAP', alibaba: 'BABA', tsmc: 'TSM', 'taiwan semiconductor': 'TSM',
  asml: 'ASML', toyota: 'TM', sony: 'SONY', 'novo nordisk': 'NVO', shell: 'SHEL', bp: 'BP', dell: 'DELL', hp: 'HPQ', 'super micro': 'SMCI', supermicro: 'SMCI', crowdstrike: 'CRWD', 'palo alto networks': 'PANW', 'electronic arts': 'EA', 'take two': 'TTWO', 'warner bros': 'WBD', paramount: 'PARA',
  'lockheed martins': 'LMT', microstrategy: 'MSTR', arm: 'ARM', 'constellation energy': 'CEG', travelers: 'TRV', allstate: 'ALL', progressive: 'PGR', aflac: 'AFL', metlife: 'MET', prudential: 'PRU', 'us bancorp': 'USB', pnc: 'PNC', 'capital one': 'COF', truist: 'TFC',
};

/** Names that are also everyday words: they count only where the sentence treats them as a holding. */
export const EVERYDAY_NAMES: ReadonlySet<string> = new Set(
  'apple target visa chase ford shell gap meta oracle intel delta snap progressive travelers dominion carnival linde dow arm zoom caterpillar coke paramount lucid prudential amazon uber disney nike starbucks target hp ups bp progressive marriott hilton shell freeport'.split(' '),
);

/** Tickers known by themselves. Funds are named by ticker only. */
export const TICKERS: ReadonlySet<string> = new Set([
  ...Object.values(COMPANY_TICKERS),
  ...('GOOG BRK.A VTI VOO VXUS VEA VWO VT VUG VTV VB VO VNQ VIG VYM VGT VTWO BND BNDX BSV BLV VCIT VCSH VGSH SPY IVV QQQ QQQM DIA IWM IWF IWD EFA EEM IEFA IEMG AGG TLT IEF SHY LQD HYG TIP MUB SCHD SCHB SCHX SCHF SCHG SCHZ SGOV BIL SHV ' +
    'GLD IAU SLV USO DBC XLK XLF XLE XLV XLI XLY XLP XLU XLB XLRE XLC SMH SOXX ARKK JEPI JEPQ TQQQ SQQQ UPRO SPXL SOXL VGLT VTEB VTIP SPLG RSP ITOT IXUS USMV MTUM QUAL VXF FXAIX VTSAX VFIAX SWPPX FZROX VBTLX IBIT GBTC SPAXX ' +
    'ABT ACN ADP AIG AMAT AMGN AMT ANET APD APO AXP AZO BA BDX BIIB BK BKNG BLK BMY BX CB CCI CDNS CHTR CL CMCSA CME CMI COF COP CRWD CSX CVS CVX D DDOG DE DHR DUK EA ECL ELV EMR EOG EQIX ETN EW EXC F FCX FDX FI GD GE GEV GILD GIS GM GS HCA HON HUM ' +
    'ICE ISRG ITW JCI KDP KHC KLAC KMB KMI KR LEN LHX LIN LRCX LULU MAR MCK MCO MDLZ MDT MET MMC MMM MO MPC MRNA MRVL MS MSCI MU NEE NEM NET NOC NSC NXPI ORLY OXY PANW PAYX PH PLD PM PNC PSA PSX PYPL QCOM REGN ROP ROST RTX SBUX SCHW SHW SLB SNOW SNPS SO SOFI SPG SPGI SQ SYK T TEAM ' +
    'TFC TGT TJX TMO TMUS TROW TTD TXN UNP UPS USB VRTX WBA WELL WMB ZM ZTS O K C V X HOOD COIN PLTR RIVN LCID NIO BABA JD PDD TSM ASML SAP SONY TM NVO AZN BP SHEL UL GSK DEO MSTR MARA RIOT SMCI DELL HPQ HPE EBAY ETSY ROKU SHOP SPOT PINS SNAP').split(' '),
]);

/** Tickers that are also words so common that capitals alone prove nothing. */
export const WORD_TICKERS: ReadonlySet<string> = new Set(
  ('IT ON ALL NOW ARE BE A AN SO GO OR AM DO HAS ANY CAN FOR OUT SEE YOU ONE TWO BIG NEW WELL KEY FAST CASH COST LIFE LOVE REAL SAFE TEAM NET ICE EA APO ARM TIP FI PH ELV LOW CAT TAP MET GAP MA PA ME MY HE SHE WE US UP BY TO IN OF IF IS AT NO OK DOW K ' +
    'C V T F D O X MO SNAP UBER MAR DAL COIN HOOD GIS DE DIS TM UPS SPOT SHOP NIKE ECL BK CB LEN MS PM SAP UL').split(' '),
);

/** Words of the grammar or of English that may never be read as a ticker without a dollar sign or "my … shares". */
export const NEVER_TICKERS: ReadonlySet<string> = new Set(
  'IT ON ALL NOW ARE BE A AN SO GO OR AM DO HAS ANY CAN FOR OUT SEE YOU ONE TWO BIG NEW WELL KEY FAST CASH LIFE LOVE REAL SAFE ME MY HE SHE WE US UP BY TO IN OF IF IS AT NO OK TIP ICE EA NET TEAM'.split(' '),
);

/** Upper-case words that are not tickers at all. */
export const NOT_TICKERS: ReadonlySet<string> = new Set(
  ('IRA ROTH ETF ETFS USA USD IRS TLH LTCG STCG FIRE CEO CFO AI ESG REIT REITS NYSE SEC FBI CIA HSA FDIC FAQ DIY ASAP LOL OMG BTW IMO TBH FYI YOLO FOMO HODL ATH DCA DRIP APY APR CD CDS GDP CPI FED ECB UK EU NYC LA SF TV PC MBA PHD HR PR VS ETC AKA RMD AGI NIIT IPO SPAC OTC PE EPS ROI PNL MAX MIN YES PLEASE ' +
    'HTML SQL JSON XML SYSTEM ADMIN DROP TABLE SELECT NULL TRUE FALSE').split(' '),
);
