/** GICS sector of companies people name, for one check only: a wish for a company of a banned sector. */
const BY_SECTOR: Readonly<Record<string, string>> = {
  'Information Technology':
    'AAPL MSFT NVDA AVGO INTC AMD ORCL CRM ADBE CSCO IBM PLTR QCOM TXN MU AMAT LRCX INTU NOW SHOP SNOW ZM TSM ASML DELL HPQ SMCI CRWD PANW MSTR ARM',
  'Communication Services': 'GOOGL META DIS NFLX T VZ CMCSA TMUS SPOT EA TTWO WBD PARA PINS SNAP ROKU',
  'Consumer Discretionary':
    'AMZN TSLA HD LOW MCD SBUX NKE F GM ABNB TJX BBY MAR HLT CMG DPZ CCL RCL MGM LULU EBAY ETSY RIVN LCID TM GME BABA',
  'Consumer Staples': 'PG KO PEP WMT COST PM MO KHC GIS K HSY MDLZ CL KMB CLX KR TGT WBA',
  Financials:
    'BRK.B JPM V MA BAC WFC GS MS C BLK SCHW AXP PYPL COF USB PNC TFC TRV ALL PGR AFL MET PRU COIN HOOD',
  'Health Care': 'LLY JNJ UNH PFE MRK ABBV BMY AMGN GILD MRNA MDT ABT TMO DHR CVS CI HUM ISRG NVO',
  Energy: 'XOM CVX COP SLB HAL OXY KMI MPC VLO SHEL BP',
  Industrials: 'BA CAT LMT GE WM UBER LYFT HON MMM UPS FDX DE RTX NOC GD UNP DAL UAL LUV AAL',
  Materials: 'DOW DD LIN NEM FCX NUE',
  Utilities: 'NEE DUK SO D CEG',
  'Real Estate': 'SPG PLD AMT O',
};

export const COMPANY_SECTORS: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(BY_SECTOR).flatMap(([sector, symbols]) =>
    symbols.split(' ').map((s) => [s, sector] as const),
  ),
);
