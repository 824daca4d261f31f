import { describe, expect, it } from 'vitest';
import type { Transaction } from '../../domain/ledger/transaction.ts';
import { importFile } from '../import-file.ts';
import { accountingFault } from '../testing/accounting.ts';
import { utf8 } from '../testing/small-files.ts';

const read = (text: string) => {
  const r = importFile({ name: 'x.csv', bytes: utf8(text) });
  expect(accountingFault(text, r)).toBe('');
  return r;
};
/** line type symbol quantity amount */
const brief = (t: Transaction): string =>
  `${t.lines.join('+')} ${t.date} ${t.type} ${t.symbol ?? '-'} ${t.quantity / 1e8} ${t.amount / 100}`;
const rows = (text: string): string[] => read(text).transactions.map(brief);

describe('Schwab', () => {
  const header = '"Date","Action","Symbol","Description","Quantity","Price","Fees & Comm","Amount"';
  it('reads several accounts in one download', () => {
    const block = (account: string): string =>
      `"Transactions  for account ${account} as of 01/01/2019 07:00:00 ET"\n"Date","Action","Symbol","Description","Quantity","Price","Fees & Comm","Amount",\n"12/03/2018","Buy","ZED","ZED INC","1","$2","","-$2",\nTransactions Total,"","","","","","",-$2\n`;
    const r = read(`${block('Trading XXXX-1111')}\n${block('IRA XXXX-2222')}`);
    expect(r.transactions.map((t) => t.account)).toEqual(['Trading XXXX-1111', 'IRA XXXX-2222']);
    expect(r.headerLines).toEqual([2, 7]);
  });

  it('links the legs of a reverse split and keeps both signs', () => {
    const r = read(
      `${header}\n"05/18/2026","Reverse Split","ZED","ZED INC","10","","",""\n"05/18/2026","Reverse Split","98765Z101","ZED INC XXXREVERSE SPLIT EFF: 05/18/26","-100","","",""\n`,
    );
    expect(r.transactions.map(brief)).toEqual([
      '2 2026-05-18 split ZED 10 0',
      '3 2026-05-18 split 98765Z101 -100 0',
    ]);
    expect(r.transactions[1]?.linksTo).toBe('ZED');
    expect(r.transactions[0]?.flags).not.toContain('quantity_is_shares_added');
  });

  it('reads rows carried over from TD Ameritrade, bonds, exercises and corrections', () => {
    expect(
      rows(
        [
          header,
          '"11/07/2023","Cash Dividend","","TDA TRAN - QUALIFIED DIVIDEND (MSFT)","","","","$7.00"',
          '"11/06/2023","Cancel Buy","ZED","ZED INC","10","$5.00","","$50.00"',
          '"11/06/2023","Sell Short","ZED","ZED INC","10","$5.00","$0.01","$49.99"',
          '"02/04/2018 as of 02/01/2018","Exchange or Exercise","QQQ 02/01/2018 155.00 C","CALL","-1","","",""',
          '"01/02/2018","Cash Merger Adj","OLD","OLD CO","-100","","",""',
          '"01/02/2018","Cash Merger","OLD","OLD CO","","","","$1,000.00"',
        ].join('\n'),
      ),
    ).toEqual([
      '2 2023-11-07 dividend_qualified MSFT 0 7',
      '3 2023-11-06 cancel_buy ZED -10 50',
      '4 2023-11-06 sell_short ZED -10 49.99',
      '5 2018-02-01 option_exercised QQQ180201C00155000 -1 0',
      '6 2018-01-02 merger OLD -100 0',
      '7 2018-01-02 merger OLD 0 1000',
    ]);
  });

  it('reports what it does not understand, with the row', () => {
    const r = read(
      [
        header,
        '"01/08/2024","Buy","ZED","ZED INC","50","$181.25","","-$9,062.50"',
        '"01/07/2024","Teleport","ZED","ZED INC","5","","",""',
        '"13/45/2024","Buy","ZED","ZED INC","50","$181.25","","-$9,062.50"',
        '"01/06/2024","Buy","ZED","ZED INC","fifty","$181.25","","-$9,062.50"',
        '"01/05/2024","Buy","ZED","ZED INC,"50","$181.25","","-$9,062.50"',
        '"01/04/2024","Buy","ZED","ZED INC","","$181.25","","-$9,062.50"',
        '"01/03/2024","Buy","ZED","ZED INC","50","$181.25","","-$9,062.50',
        '"01/02/2024","Sell","ZED","ZED INC","50","$181.25","","$9,062.50"',
        '@@@@ damaged @@@@',
        '"01/01/2024","Bu',
      ].join('\n'),
    );
    expect(r.transactions.map((t) => t.lines[0])).toEqual([2, 9]);
    expect(r.problems.map((p) => [p.line, p.code])).toEqual([
      [3, 'unknown-action'],
      [4, 'bad-date'],
      [5, 'bad-number'],
      [6, expect.any(String)],
      [7, 'incomplete-row'],
      [8, 'unbalanced-quote'],
      [11, 'unbalanced-quote'],
      [10, 'not-a-transaction'],
    ]);
    for (const p of r.problems) expect(p.raw.length).toBeGreaterThan(5);
  });

  it('reads Equity Awards, where one event takes two records', () => {
    const r = read(
      '"Date","Action","Symbol","Description","Quantity","FeesAndCommissions","DisbursementElection","Amount","AwardDate","AwardId","FairMarketValuePrice","SalePrice","SharesSoldWithheldForTaxes","NetSharesDeposited","Taxes"\n' +
        '"08/15/2023","Lapse","BAR","Restricted Stock Lapse","400","","","","","","","","","",""\n' +
        '"","","","","","","","","03/21/2022","1","$140.35","","150","250","$13,192.90"\n' +
        '"08/16/2023","Deposit","BAR","RS","250","","","","","","","","","",""\n',
    );
    expect(r.transactions.map(brief)).toEqual([
      '2+3 2023-08-15 stock_plan BAR 250 0',
      '4 2023-08-16 transfer_out BAR -250 0',
    ]);
  });

  it('sets bank statements aside', () => {
    const r = read(
      '"Date","Status","Type","CheckNumber","Description","Withdrawal","Deposit","RunningBalance"\n"01/02/2023","Posted","ACH","","PAY","","$5.00","$10.00"\n',
    );
    expect(r.transactions).toEqual([]);
    expect(r.ignored[0]?.why).toContain('bank account');
  });
});

describe('Fidelity', () => {
  const d =
    'Run Date,Action,Symbol,Description,Type,Price ($),Quantity,Commission ($),Fees ($),Accrued Interest ($),Amount ($),Cash Balance ($),Settlement Date';
  const c =
    'Run Date,Action,Symbol,Description,Type,Quantity,Price ($),Commission ($),Fees ($),Accrued Interest ($),Amount ($),Cash Balance ($),Settlement Date';

  it('turns swapped quantity and price columns back', () => {
    expect(
      rows(
        [
          c,
          '04/14/2025,YOU SOLD OPENING TRANSACTION CALL (KMB) KIMBERLY MAY 16 25 $150 (100 SHS) (Cash)," -KMB250516C150",CALL (KMB) KIMBERLY MAY 16 25 $150 (100 SHS),Cash,3.32,-1,0.65,0.02,,331.33,900,04/15/2025',
          '05/19/2025,EXPIRED CALL (KMB) KIMBERLY MAY 16 25 $150 as of May-16-2025 (Cash)," -KMB250516C150",CALL (KMB),Cash,,1,,,,0,900,',
          '04/01/2025,YOU BOUGHT ZED INC (ZED) (Cash),ZED,ZED INC,Cash,12.5,40,,,,-500,1000,04/02/2025',
        ].join('\n'),
      ),
    ).toEqual([
      '2 2025-04-14 sell_to_open KMB250516C00150000 -1 331.33',
      '3 2025-05-16 option_expired KMB250516C00150000 1 0',
      '4 2025-04-01 buy ZED 40 -500',
    ]);
  });

  it('reads shifted rows, whose quantity cell is the currency', () => {
    const e =
      'Run Date,Account,Action,Symbol,Security Description,Security Type,Exchange Quantity,Exchange Currency,Quantity,Currency,Price,Exchange Rate,Commission,Fees,Accrued Interest,Amount,Settlement Date';
    expect(
      rows(`${e}\n03/01/2021,Ind X1, YOU BOUGHT, ZED, ZED INC, Cash,0,,USD,20.5,10,0,,,,-205,03/03/2021\n`),
    ).toEqual(['2 2021-03-01 buy ZED 10 -205']);
  });

  it('drops a Processing twin only when its settled copy is there', () => {
    const line = (balance: string, price: string): string =>
      `04/01/2025,YOU BOUGHT ZED INC (ZED) (Cash),ZED,ZED INC,Cash,${price},2,,,,-25,${balance},04/02/2025`;
    const r = read(
      [
        d,
        line('Processing', '12.5'),
        line('100', '12.5'),
        line('75', '12.5'),
        line('Processing', '12.4'),
      ].join('\n'),
    );
    expect(r.transactions.map((t) => t.lines[0])).toEqual([3, 4, 5]);
    expect(r.ignored.some((i) => i.lines.includes(2))).toBe(true);
  });

  it('lets the open position decide which way an expiry goes', () => {
    const expired = (q: string): string =>
      `05/19/2025,EXPIRED CALL (KMB) K MAY 16 25 $150 as of May-16-2025 (Cash)," -KMB250516C150",CALL (KMB) K,Cash,,${q},,,,0,900,`;
    const opened = (verb: string, q: string, amount: string): string =>
      `04/14/2025,${verb} OPENING TRANSACTION CALL (KMB) K MAY 16 25 $150 (Cash)," -KMB250516C150",CALL (KMB) K,Cash,3.32,${q},0.65,0.02,,${amount},900,`;
    for (const q of ['1', '-1']) {
      expect(rows([d, expired(q), opened('YOU SOLD', '-1', '331')].join('\n'))[0]).toContain(' 1 0');
      expect(rows([d, expired(q), opened('YOU BOUGHT', '1', '-333')].join('\n'))[0]).toContain(' -1 0');
    }
  });

  it('reads corrections with the day that counts', () => {
    const r = read(
      [
        d,
        '01/21/2026,YOU BOUGHT OPENING TRANSACTION CORR DESCRIPTION CORRECTED CONFIRM as of 2026-01-02 CALL (ZED) Z JAN 10 26 $300 (100 SHS) (Cash),-ZED260110C300,CALL (ZED) Z JAN 10 26 $300 (100 SHS),Cash,2.5,1,0.65,0.03,,-250.68,1377.53,01/05/2026',
        '01/21/2026,BUY CANCEL OPENING TRANSACTION CXL DESCRIPTION CANCELLED TRADE as of 2026-01-02 CALL (ZED) Z JAN 10 26 $300 (100 SHS) (Cash),-ZED260110C300,CALL (ZED) Z JAN 10 26 $300 (100 SHS),Cash,2.5,-1,0.65,-0.12,,250.77,1628.21,01/05/2026',
      ].join('\n'),
    );
    expect(r.transactions.map(brief)).toEqual([
      '2 2026-01-02 buy_to_open ZED260110C00300000 1 -250.68',
      '3 2026-01-02 cancel_buy ZED260110C00300000 -1 250.77',
    ]);
    expect(r.transactions[1]?.postedDate).toBe('2026-01-21');
  });

  it('names reorganised securities by their CUSIP, takes units in for value, reports valuations', () => {
    const r = read(
      [
        d,
        '03/10/2024,REVERSE SPLIT R/S FROM 99900Z101#REOR M1 ZED CO COM (POST) (99900Z209) (Cash),"",ZED CO COM (POST) ISIN #ZX0000000021,Cash,"",17,"","","",0.00,1006.25,""',
        '03/10/2024,REVERSE SPLIT R/S TO 99900Z209#REOR M0 ZED CO COM (99900Z101) (Cash),"",ZED CO COM,Cash,"","-51","","","",0.00,1006.25,""',
        '11/17/2025,MERGER MER FROM 54211N101#REOR M005 OTHER GROUP SPON ADS (OGRP) (Margin),OGRP,OTHER GROUP,Shares,,1060,,,,30246.04,5,',
        '04/01/2026,Investment Gain/Loss,,EXAMPLE FUND,,,0,,,,0.58,5,',
        '04/01/2026,Contributions,,FID 500 INDEX,,0.35,,,,,81.79,,',
      ].join('\n'),
    );
    expect(r.transactions.map(brief)).toEqual([
      '2 2024-03-10 split 99900Z209 17 0',
      '3 2024-03-10 split 99900Z101 -51 0',
      '4 2025-11-17 merger OGRP 1060 0',
      '6 2026-04-01 buy FID 500 INDEX 0.35 -81.79',
    ]);
    expect(r.problems.map((p) => [p.line, p.code])).toEqual([[5, 'valuation-row']]);
  });

  it('reads Activity & Orders, NetBenefits, and the header on line 1 with dashes in dates', () => {
    expect(
      rows(
        'Date,Description,Symbol,Quantity,Price,Amount,Cash Balance,Security Description,Commission,Fees,Account\nDec-31-2025,YOU SOLD ZED INC (ZED) (Cash),ZED,-10,576.343,"+5,763.43",9.00,ZED INC,--,--,X1\n',
      ),
    ).toEqual(['2 2025-12-31 sell ZED -10 5763.43']);
    expect(
      rows(
        '"Transaction Date","Investment","Contribution","Description","Activity","Price","Units","Amount",\n"8/28/2026 12:00:00 AM","EX FUND","Roth","x","Contributions","10.00","5","50.00",\n',
      ),
    ).toEqual(['2 2026-08-28 buy EX FUND 5 -50']);
    expect(
      rows(
        `${d}\n\n07-02-2026,YOU BOUGHT ZED INC (ZED) (Cash),ZED,ZED INC,Cash,12.5,2,"","","",-25,75,07-03-2026\n`,
      ),
    ).toEqual(['3 2026-07-02 buy ZED 2 -25']);
  });
});

describe('other brokers', () => {
  it('Vanguard: redemptions leave, reinvested settlement money is neutral, plan rows carry their money', () => {
    expect(
      rows(
        [
          'Account Number,Trade Date,Settlement Date,Transaction Type,Transaction Description,Investment Name,Symbol,Shares,Share Price,Principal Amount,Commission Fees,Net Amount,Accrued Interest,Account Type,',
          '1,09/23/2017,09/25/2017,Corp Action (Redemption),Redemption,U S TREASURY BILL,912796AA1,10000.0,0.0,9987.65,0.0,9987.65,0.0,Cash,',
          '1,09/12/2017,09/14/2017,Transfer (Outgoing),Out,X FUND,XFD,10.0,0.0,0.0,0.0,0.0,0.0,Cash,',
          '1,09/12/2017,09/14/2017,Reinvestment,Dividend Reinvestment,VANGUARD FEDERAL MONEY MARKET FUND,VMFXX,0.0,1.0,-4.19,0.0,-4.19,0.0,Cash,',
          '',
          'Account Number,Trade Date,Run Date,Transaction Activity,Transaction Description,Investment Name,Share Price,Transaction Shares,Dollar Amount,',
          '2,01/05/2024,01/05/2024,Contribution,Pay,Target 2050,50.00,2.0,100.00,',
        ].join('\n'),
      ),
    ).toEqual([
      '2 2017-09-23 redemption 912796AA1 -10000 9987.65',
      '3 2017-09-12 transfer_out XFD -10 0',
      '4 2017-09-12 sweep VMFXX 0 -4.19',
      '7 2024-01-05 buy Target 2050 2 -100',
    ]);
  });

  it('E*TRADE: the old layout with 0 for a type', () => {
    expect(
      rows(
        [
          'For Account:,#####1847',
          '',
          'TransactionDate,TransactionType,SecurityType,Symbol,Quantity,Amount,Price,Commission,Description',
          '',
          '04/05/23,Sold,EQ,AMZN,-2,202.19,101.1,0,AMAZON.COM INC',
          "10/05/24,0,OPTN,NVDA Dec 13 '24 $150 Put,-1,99.35,1,0.65,PUT  NVDA   12/13/24   150.000",
          '10/05/24,0,MMF,MSBNK,-0.08,0.08,0,0,MORGAN STANLEY BANK INTEREST',
        ].join('\n'),
      ),
    ).toEqual([
      '5 2023-04-05 sell AMZN -2 202.19',
      '6 2024-10-05 sell_to_open NVDA241213P00150000 -1 99.35',
      '7 2024-10-05 interest MSBNK 0 0.08',
    ]);
  });

  it('Robinhood: S for units that leave, expiries without a quantity', () => {
    const h =
      '"Activity Date","Process Date","Settle Date","Instrument","Description","Trans Code","Quantity","Price","Amount"';
    expect(
      rows(
        [
          h,
          '"3/15/2024","3/15/2024","3/18/2024","O","Option Expiration for O 3/15/2024 Call $55.00","OEXP","","",""',
          '"2/20/2024","2/20/2024","2/21/2024","O","O 3/15/2024 Call $55.00","STO","3","$0.40","$119.85"',
          '"2/19/2024","2/19/2024","2/19/2024","ZED","Reverse Split","SPR","200S","",""',
          '"2/19/2024","2/19/2024","2/19/2024","ZED","Reverse Split","SPR","4","",""',
          '"2/18/2024","2/18/2024","2/18/2024","","ACH CANCEL","ACH","","","($10.00)"',
        ].join('\n'),
      ),
    ).toEqual([
      '2 2024-03-15 option_expired O240315C00055000 3 0',
      '3 2024-02-20 sell_to_open O240315C00055000 -3 119.85',
      '4 2024-02-19 split ZED -200 0',
      '5 2024-02-19 split ZED 4 0',
      '6 2024-02-18 withdrawal - 0 -10',
    ]);
  });

  it('IBKR: executions repeat orders, accounts and languages differ, legs of a reverse split', () => {
    expect(
      rows(
        [
          'Statement,Header,Feldname,Feldwert',
          'Transaktionen,Header,DataDiscriminator,Verm\u00f6genswertkategorie,W\u00e4hrung,Konto,Symbol,Datum/Zeit,Menge,T.-Kurs,Erl\u00f6s,Prov./Geb\u00fchr,Code',
          'Transaktionen,Data,Order,Aktien,EUR,U1,SAP,"2024-03-01, 10:00:00",5,100,-500,-3,O',
          'Transaktionen,Data,Trade,Aktien,EUR,U1,SAP,"2024-03-01, 10:00:00",5,100,-500,-3,O',
          'Corporate Actions,Header,Asset Category,Currency,Report Date,Date/Time,Description,Quantity,Proceeds,Value,Realized P/L,Code',
          'Corporate Actions,Data,Stocks,USD,2024-06-07,"2024-06-07, 20:25:00","ZED(US1) Split 1 for 10 (ZED, ZED INC, US2)",10,0,0,0,',
          'Corporate Actions,Data,Stocks,USD,2024-06-07,"2024-06-07, 20:25:00","ZED(US1) Split 1 for 10 (ZED.OLD, ZED INC, US1)",-100,0,0,0,',
          'Corporate Actions,Data,Stocks,USD,2024-07-07,"2024-07-07, 20:25:00","ABC(US3) Merged(Acquisition) for USD 30.00 per Share (ABC, ABC INC, US3)",-10,300,0,0,',
        ].join('\n'),
      ),
    ).toEqual([
      '3 2024-03-01 buy SAP 5 -503',
      '6 2024-06-07 split ZED 10 0',
      '7 2024-06-07 split ZED.OLD -100 0',
      '8 2024-07-07 merger ABC -10 300',
    ]);
  });

  it('Merrill: an eight-for-one split in three rows', () => {
    const h =
      '"Trade Date","Settlement Date","Pending/Settled","Account Nickname","Account Registration","Account #","Type","Description 1 ","Description 2","Symbol/CUSIP #","Quantity","Price ($)","Amount ($)"';
    const row = (word: string, q: string): string =>
      `"2/3/2026","2/4/2026","Settled","--","CMA","1","SecurityTransactions","${word}","ZED INC","ZED","${q}","--","0.00"`;
    expect(
      rows(
        [
          h,
          row('Stock Dividend Due Bill', '70'),
          row('Stock Dividend Due Bill', '-70'),
          row('Dividend', '70'),
        ].join('\n'),
      ).map((x) => x.split(' ').slice(2, 5).join(' ')),
    ).toEqual(['split ZED 70', 'split ZED -70', 'split ZED 70']);
  });

  it('DEGIRO: order ids that wrap, texts in other languages, offsetting splits', () => {
    const r = read(
      [
        'Datum,Tijd,Valutadatum,Product,ISIN,Omschrijving,FX,Mutatie,,Saldo,,Order Id',
        '15-12-2022,16:55,15-12-2022,VICI,US1,Valuta Creditering,"1,0624",USD,"33,90",USD,"0,00",5925d76b-',
        ',,,,,,,,,,,b017',
        '15-12-2022,16:55,15-12-2022,VICI,US1,"AANDELENSPLITSING: Koop 20 @ 5,00 EUR",,EUR,"-100,00",EUR,"0,00",',
        '15-12-2022,16:55,15-12-2022,VICI,US1,"AANDELENSPLITSING: Verkoop 2 @ 50,00 EUR",,EUR,"100,00",EUR,"0,00",',
        '14-12-2022,16:55,14-12-2022,LVMH,FR1,Imp\u00f4ts sur dividende,,EUR,"-4,71",EUR,"0,00",',
        '14-12-2022,16:55,14-12-2022,,,"Overboeking naar uw geldrekening bij flatexDEGIRO Bank: 0,92 EUR",,,,EUR,"0,07",',
      ].join('\n'),
    );
    expect(r.transactions.map(brief)).toEqual([
      '2+3 2022-12-15 fx US1 0 33.9',
      '4 2022-12-15 split US1 20 -100',
      '5 2022-12-15 split US1 -2 100',
      '6 2022-12-14 tax_withheld FR1 0 -4.71',
    ]);
    expect(r.transactions[0]?.id).toBe('5925d76b-b017');
  });

  it('Kraken: coins for coins, waiting rows, allocations', () => {
    expect(
      rows(
        [
          '"txid","refid","time","type","subtype","aclass","asset","amount","fee","balance"',
          '"","Q0","2025-01-02 10:00:00","deposit","","currency","ZUSD","1000.0","0.0",""',
          '"L1","Q0","2025-01-03 10:00:00","deposit","","currency","ZUSD","1000.0","0.0","1000.0"',
          '"L2","T1","2025-01-04 10:00:00","trade","tradespot","currency","XXBT","-0.1","0.0","0.9"',
          '"L3","T1","2025-01-04 10:00:00","trade","tradespot","currency","XETH","1.5","0.001","1.499"',
          '"L4","E1","2025-01-05 10:00:00","earn","autoallocation","currency","XETH","-1.0","0.0","0.499"',
          '"L5","E1","2025-01-05 10:00:00","earn","autoallocation","currency","ETH.F","1.0","0.0","1.0"',
        ].join('\n'),
      ),
    ).toEqual([
      '3 2025-01-03 deposit - 0 1000',
      '4 2025-01-04 convert_out BTC -0.1 0',
      '5 2025-01-04 convert_in ETH 1.499 0',
      '6+7 2025-01-05 other ETH 0 0',
    ]);
  });

  it('tells holdings from a history', () => {
    const r = read('Symbol,Quantity,Price\nZED,10,$5.00\n');
    expect(r.positions).toHaveLength(1);
    expect(r.problems.map((p) => p.code)).toEqual(['positions-only']);
  });
});
