/** Small invented files in the layouts of many brokers, for tests and fuzzing. No row comes from a real account. */
export const SMALL_FILES: Readonly<Record<string, string>> = {
  schwab: `"Date","Action","Symbol","Description","Quantity","Price","Fees & Comm","Amount"
"03/04/2025","Sell","ZED","ZED INDUSTRIES, INC","7","$21.50","$0.02","$150.48"
"02/18/2025 as of 02/14/2025","Stock Split","ZED","ZED INDUSTRIES, INC","10","","",""
"01/31/2025","Qualified Dividend","ZED","ZED INDUSTRIES, INC","","","","$3.10"
"01/20/2025","Sell to Open","ZED 02/21/2025 50.00 C","CALL ZED INDUSTRIES $50 EXP 02/21/25","1","$1.20","$0.66","$119.34"
"01/15/2025","Wire Sent","","WIRED FUNDS","","","","-$1,250.00"
"01/10/2025","Buy","ZED","ZED INDUSTRIES, INC","10","$40.10","","-$401.00"
"01/10/2025","Buy","ZED","ZED INDUSTRIES, INC","10","$40.10","","-$401.00"
`,
  fidelity: `

Run Date,Action,Symbol,Description,Type,Price ($),Quantity,Commission ($),Fees ($),Accrued Interest ($),Amount ($),Cash Balance ($),Settlement Date
04/02/2025,YOU SOLD QUILL CORP (QLL) (Cash),QLL,QUILL CORP,Cash,31.2,"-5",,0.01,,155.99,1155.99,04/03/2025
04/01/2025,INTEREST EARNED as of Mar-31-2025 (Cash),,No Description,Cash,,0,,,,0.41,1000,
03/20/2025,DIVIDEND RECEIVED QUILL CORP (QLL) (Cash),QLL,QUILL CORP,Cash,,0,,,,2.2,999.59,
03/03/2025,YOU BOUGHT QUILL CORP (QLL) (Cash),QLL,QUILL CORP,Cash,30.1,20,,,,"-602",997.39,03/04/2025
03/01/2025,Electronic Funds Transfer Received (Cash),,No Description,Cash,,0,,,,1599.39,1599.39,


"The data and information in this spreadsheet is provided to you solely for your use and is not for distribution."
Date downloaded 04/05/2025 10:12 am
`,
  vanguard: `Account Number,Investment Name,Symbol,Shares,Share Price,Total Value,
70000001,EXAMPLE GLOBAL ETF,EXG,12.5,80.10,1001.25,



Account Number,Trade Date,Settlement Date,Transaction Type,Transaction Description,Investment Name,Symbol,Shares,Share Price,Principal Amount,Commissions and Fees,Net Amount,Accrued Interest,Account Type,
70000001,2025-02-03,2025-02-04,Buy,Buy,EXAMPLE GLOBAL ETF,EXG,12.50000,79.20,-990.00,0.00,-990.00,0.00,CASH,
70000001,2025-02-03,2025-02-03,Sweep out,Sweep Out Of Settlement Fund,VANGUARD FEDERAL MONEY MARKET FUND,VMFXX,0.00000,1.00,990.00,0.00,990.00,0.00,CASH,
70000001,2025-01-31,2025-01-31,Funds Received,Electronic Bank Transfer,CASH,,0.00000,0.00,1000.00,0.00,1000.00,0.00,CASH,
`,
  etrade: `All Transactions Activity Types

Account Activity for sam -9911 from Current Year

Total:,100.25

Activity/Trade Date,Transaction Date,Settlement Date,Activity Type,Description,Symbol,Cusip,Quantity #,Price $,Amount $,Commission,Category,Note
03/12/25,03/12/25,03/13/25,Sold,EXAMPLE WIDGETS UNSOLICITED TRADE,WDG,--,-3.0,20.0,59.99,0.01,--,--
02/24/25,02/24/25,02/25/25,Sold Short,CALL WDG    03/21/25    25.000,WDG,--,-1.0,0.8,79.49,0.51,--,--
02/03/25,02/03/25,02/04/25,Bought,EXAMPLE WIDGETS UNSOLICITED TRADE,WDG,--,10.0,19.5,-195.0,0.0,--,--
01/06/25,01/06/25,01/06/25,Online Transfer,ACH DEPOSIT  REFID:1;,--,--,,,500.0,0.0,--,--
"For all accounts, the Activity Date and the Processing Date are displayed."
`,
  robinhood: `"Activity Date","Process Date","Settle Date","Instrument","Description","Trans Code","Quantity","Price","Amount"
"3/5/2025","3/5/2025","3/6/2025","QRS","Quirks Ltd
CUSIP: 000000AA1
Dividend Reinvestment","Buy","0.25","$20.00","($5.00)"
"3/4/2025","3/4/2025","3/4/2025","QRS","Cash Div: R/D 2025-02-20 P/D 2025-03-04 - 50 shares at 0.10","CDIV","","","$5.00"
"2/21/2025","2/21/2025","2/24/2025","QRS","Option Expiration for QRS 2/21/2025 Call $25.00","OEXP","1S","",""
"2/3/2025","2/3/2025","2/4/2025","QRS","QRS 2/21/2025 Call $25.00","BTO","1","$0.50","($50.04)"
"2/3/2025","2/3/2025","2/4/2025","QRS","Quirks Ltd
CUSIP: 000000AA1","Buy","50","$19.00","($950.00)"
""
"","","","","","","","","","The data provided is for informational purposes only. Please consult a professional tax service."
`,
  ibkr: `Statement,Header,Field Name,Field Value
Statement,Data,Title,Activity Statement
Account Information,Header,Field Name,Field Value
Account Information,Data,Account,U7654321
Account Information,Data,Base Currency,USD
Trades,Header,DataDiscriminator,Asset Category,Currency,Symbol,Date/Time,Quantity,T. Price,C. Price,Proceeds,Comm/Fee,Basis,Realized P/L,MTM P/L,Code
Trades,Data,Order,Stocks,USD,PLM,"2025-01-07, 10:30:00","1,000",9.5,9.6,-9500,-5,9505,0,0,O
Trades,Data,Order,Stocks,USD,PLM,"2025-03-07, 11:30:00",-400,10.5,10.4,4200,-2.1,-3802,395.9,0,C;P
Trades,SubTotal,,Stocks,USD,PLM,,600,,,-5300,-7.1,5703,395.9,0,
Dividends,Header,Currency,Date,Description,Amount
Dividends,Data,USD,2025-02-14,PLM(US0000000001) Cash Dividend USD 0.05 per Share (Ordinary Dividend),50
Dividends,Data,Total,,,50
Withholding Tax,Header,Currency,Date,Description,Amount,Code
Withholding Tax,Data,USD,2025-02-14,PLM(US0000000001) Cash Dividend USD 0.05 per Share - US Tax,-7.5,
`,
  ibkrHistory: `Statement,Header,Field Name,Field Value
Statement,Data,Title,Transaction History
Summary,Header,Field Name,Field Value
Summary,Data,Base Currency,USD
Transaction History,Header,Date,Account,Description,Transaction Type,Symbol,Quantity,Price,Gross Amount ,Commission,Net Amount
Transaction History,Data,2025-02-12,U***1,GLOBE ETF,Sell,GLB,-2.0,50.5,101.0,-1.0,100.0
Transaction History,Data,2025-01-12,U***1,GLOBE ETF,Buy,GLB,10.0,50.0,-500.0,-1.0,-501.0
Transaction History,Data,2025-01-02,U***1,Electronic Fund Transfer,Deposit,-,-,-,1000.0,-,1000.0
`,
  merrill: `"Trade Date","Settlement Date","Pending/Settled","Account Nickname","Account Registration","Account #","Type","Description 1 ","Description 2","Symbol/CUSIP #","Quantity","Price ($)","Amount ($)"
"2/3/2025","2/4/2025","Settled","--","CMA-Edge","22B-1","SecurityTransactions","Sale ","NIMBUS INC, COMMON","NMB","-15","76.44","1,146.60"
"1/15/2025","1/15/2025","Settled","--","CMA-Edge","22B-1","DividendAndInterest","Dividend","NIMBUS INC","NMB","--","--","15.60"
"1/6/2025","1/7/2025","Settled","--","CMA-Edge","22B-1","SecurityTransactions","Purchase ","NIMBUS INC, COMMON","NMB","20","70.00","(1,400.00)"
`,
  tdameritrade: `DATE,TRANSACTION ID,DESCRIPTION,QUANTITY,SYMBOL,PRICE,COMMISSION,AMOUNT,REG FEE,SHORT-TERM RDM FEE,FUND REDEMPTION FEE, DEFERRED SALES CHARGE
01/04/2021,9001,Bought 10 OAK @ 12.5,10,OAK,12.5,0.00,-125.00,,,,
02/04/2021,9002,Sold 4 OAK @ 13,4,OAK,13,0.00,51.99,0.01,,,
03/04/2021,9003,QUALIFIED DIVIDEND (OAK),,OAK,,,0.60,,,,
***END OF FILE***
`,
  coinbase: `
Transactions
User,Example Person,00000000-0000-0000-0000-000000000000
ID,Timestamp,Transaction Type,Asset,Quantity Transacted,Price Currency,Price at Transaction,Subtotal,Total (inclusive of fees and/or spread),Fees and/or Spread,Notes
aa1,2025-02-02 10:00:00 UTC,Convert,ETH,-0.1,USD,"$3,000.00",$300.00,$302.00,$2.00,Converted 0.1 ETH to 298 USDC
aa2,2025-01-02 10:00:00 UTC,Buy,ETH,0.5,USD,"$3,100.00","$1,550.00","$1,560.00",$10.00,Bought 0.5 ETH for 1560.00 USD
`,
  kraken: `"txid","refid","time","type","subtype","aclass","asset","amount","fee","balance"
"LA","QA","2025-01-03 10:00:00","deposit","","currency","ZUSD","1000.0000","0.0000","1000.0000"
"LB","TB","2025-01-04 11:12:13","trade","tradespot","currency","ZUSD","-500.0000","1.3000","498.7000"
"LC","TB","2025-01-04 11:12:13","trade","tradespot","currency","XXBT","0.0100000000","0.0000000000","0.0100000000"
"LD","SD","2025-02-01 00:00:00","staking","","currency","ETH.S","0.0010000000","0.0000000000","0.0010000000"
`,
  trading212: `Action,Time,ISIN,Ticker,Name,No. of shares,Price / share,Currency (Price / share),Exchange rate,Total,Currency (Total),ID,Currency conversion fee,Currency (Currency conversion fee)
Deposit,2025-01-03 09:00:10.101,,,,,,,,1000.00,GBP,D1,,
Market buy,2025-01-06 14:31:05,GB0000000001,FOX,Fox Plc,10.0000000000,250.5,GBX,100.00000000,25.10,GBP,E1,0.05,GBP
Market sell,2025-02-06 14:31:05,GB0000000001,FOX,Fox Plc,4.0000000000,260,GBX,100.00000000,10.40,GBP,E2,,
`,
  degiro: `Date,Time,Value date,Product,ISIN,Description,FX,Change,,Balance,,Order Id
10-04-2025,15:55,10-04-2025,EXAMPLE FUND,IE0000000001,DEGIRO Transaction and/or third party fees,,EUR,"-3,00",EUR,"1.190,40",o-2
10-04-2025,15:55,10-04-2025,EXAMPLE FUND,IE0000000001,"Sell 8 Example Fund@112,05 EUR (IE0000000001)",,EUR,"896,40",EUR,"1.193,40",o-2
13-01-2025,10:15,13-01-2025,EXAMPLE FUND,IE0000000001,"Buy 20 Example Fund@104,38 EUR (IE0000000001)",,EUR,"-2.087,60",EUR,"297,00",o-1
03-01-2025,09:00,03-01-2025,,,flatex Deposit,,EUR,"2.384,60",EUR,"2.384,60",
`,
  tastytrade: `Date,Type,Sub Type,Action,Symbol,Instrument Type,Description,Value,Quantity,Average Price,Commissions,Fees,Multiplier,Root Symbol,Underlying Symbol,Expiration Date,Strike Price,Call or Put,Order #,Total,Currency
2025-02-21T17:00:00-0500,Receive Deliver,Expiration,,ELM   250221C00030000,Equity Option,Removal of 1.0 ELM 02/21/25 Call 30.00 due to expiration.,0.00,1,0.00,--,0.00,100,ELM,ELM,2/21/25,30,CALL,,0.00,USD
2025-02-03T10:32:00-0500,Trade,Sell to Open,SELL_TO_OPEN,ELM   250221C00030000,Equity Option,Sold 1 ELM 02/21/25 Call 30.00 @ 0.40,40.00,1,40.00,-1.00,-0.14,100,ELM,ELM,2/21/25,30,CALL,7001,38.86,USD
2025-01-08T10:31:12-0500,Trade,Buy to Open,BUY_TO_OPEN,ELM,Equity,Bought 100 ELM @ 27.10,"-2,710.00",100,-27.10,--,-0.08,1,ELM,ELM,,,,7000,"-2,710.08",USD
`,
  generic: `Date;Type;Symbol;Quantity;Price;Fee;Currency
15.01.2025;Buy;ABC;10;12,50;1,00;EUR
20.02.2025;Sell;ABC;4;1.013,75;1,00;EUR
28.02.2025;Dividend;ABC;6;0,25;0,00;EUR
`,
  unknown: `Wann,Was,Wieviel
gestern,etwas,3
heute,anderes,4
`,
  positions: `Symbol,Description,Quantity,Last Price,Market Value
ABC,ABC INC,10,$12.00,$120.00
DEF,DEF INC,5,$3.00,$15.00
`,
  ghostfolio: `{"meta":{"date":"2025-03-01"},"activities":[
  {"fee":1,"quantity":2,"type":"BUY","unitPrice":100.5,"currency":"USD","dataSource":"YAHOO","date":"2025-01-05T00:00:00.000Z","symbol":"ABC"},
  {"fee":0,"quantity":1,"type":"SELL","unitPrice":110,"currency":"USD","dataSource":"YAHOO","date":"2025-02-05T00:00:00.000Z","symbol":"ABC"}
]}
`,
};

export const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

/** UTF-16 with a byte order mark. */
export function utf16(text: string, littleEndian: boolean): Uint8Array {
  const out = new Uint8Array(2 + text.length * 2);
  const view = new DataView(out.buffer);
  view.setUint16(0, 0xfeff, littleEndian);
  for (let i = 0; i < text.length; i++) view.setUint16(2 + i * 2, text.charCodeAt(i), littleEndian);
  return out;
}
