import { describe, expect, it } from 'vitest';
import { importFile } from './import-file.ts';
import { accountingFault } from './testing/accounting.ts';
import { SMALL_FILES, utf8 } from './testing/small-files.ts';
import { unlistedMeaning } from './unlisted-words.ts';

const read = (text: string) => {
  const r = importFile({ name: 'x.csv', bytes: utf8(text) });
  expect(accountingFault(text.replace(/^\ufeff+/, ''), r)).toBe('');
  return r;
};
const facts = (text: string) =>
  read(text).transactions.map((t) => [
    t.date,
    t.type,
    t.symbol,
    t.quantity,
    t.price,
    t.fees,
    t.amount,
    t.currency,
    t.account,
  ]);
const small = (name: string): string => SMALL_FILES[name] as string;
const BROKER_FILES = Object.keys(SMALL_FILES).filter(
  (n) => !['unknown', 'positions', 'ghostfolio', 'robinhood'].includes(n),
);

describe('what spreadsheets and web pages do to an export', () => {
  it.each(BROKER_FILES)('%s: blanks that do not break are blanks', (name) => {
    const text = small(name);
    expect(facts(text.replaceAll(' ', '\u00a0'))).toEqual(facts(text));
    expect(facts(text.replaceAll(' ', '\u202f'))).toEqual(facts(text));
  });

  it.each(BROKER_FILES)('%s: a "sep=" line, a title and a mark written twice are no rows', (name) => {
    const text = small(name);
    const separator = name === 'generic' ? ';' : ',';
    expect(read(`\ufeff\ufeff${text}`).transactions.length).toBe(facts(text).length);
    for (const before of [`sep=${separator}\n`, 'Account history report\nMade for you on 01/02/2026\n\n']) {
      const r = read(before + text);
      expect(r.transactions.length).toBe(facts(text).length);
      expect(r.problems.filter((p) => p.line > 0)).toEqual([]);
    }
  });

  it('Ally rows may end in empty cells', () => {
    const row = '03/03/2025\tBought\t5\tABC\tABC CORP\t$10.00\t$0.00\t$0.00\t-$50.00';
    const other = '03/04/2025\tSold\t-5\tABC\tABC CORP\t$11.00\t$0.00\t$0.00\t$55.00';
    expect(facts(`${row}\t\t\n${other}\t\t\n`)).toEqual(facts(`${row}\n${other}\n`));
    expect(facts(`${row}\n${other}\n`).length).toBe(2);
  });
});

describe('actions that no list has', () => {
  it.each([
    ['Cancel Buy to Open', 'cancel_buy'],
    ['Tax Withholding', 'tax_withheld'],
    ['Foreign Tax Withholding', 'tax_withheld'],
    ['Rights Dist', 'spin_off'],
    ['Pr Yr Qual Div Reinvest', 'dividend_qualified'],
    ['Dividend tax withheld', 'tax_withheld'],
    ['InstitutionalTransfer TRANSFER_IN', 'transfer'],
    ['Cash Merger', 'merger'],
    ['NON-TAXABLE SPIN OFF/LIQUIDATION DISTRIBUTION (KID)', 'spin_off'],
  ] as const)('"%s" is %s', (word, meaning) => expect(unlistedMeaning(word)).toBe(meaning));

  it.each(['Frobnicate', 'Buyy', 'Bought back', '', '???', 'Trade correction', 'Interesting'])(
    '"%s" is left to the person',
    (word) => expect(unlistedMeaning(word)).toBeNull(),
  );

  it('are booked by the signs of the row, or else reported', () => {
    const header = '"Date","Action","Symbol","Description","Quantity","Price","Fees & Comm","Amount"';
    const r = read(
      `${header}\n"12/27/2025","Tax Withholding","","FED TAX","","","","-$12.00"\n"12/26/2025","Frobnicate","ABC","ABC","1","","","$1.00"\n`,
    );
    expect(r.transactions.map((t) => [t.type, t.amount])).toEqual([['tax_withheld', -1200]]);
    expect(r.problems.map((p) => [p.line, p.code])).toEqual([[3, 'unknown-action']]);
  });
});

describe('numbers beyond what is counted exactly', () => {
  it('a price worked out from cash and units that is too large is reported for each line, not booked', () => {
    const r = read(
      '"txid","refid","time","type","subtype","aclass","asset","amount","fee","balance"\n' +
        '"LA","QA","2025-01-03 10:00:00","deposit","","currency","ZUSD","1000.0000","0.0000","1000.0000"\n' +
        '"LB","TB","2025-01-04 11:12:13","trade","tradespot","currency","ZUSD","-5000000","1.3000","498.7000"\n' +
        '"LC","TB","2025-01-04 11:12:13","trade","tradespot","currency","XXBT","0.0100000000","0.0000000000","0.0100000000"\n',
    );
    expect(r.transactions.map((t) => t.type)).toEqual(['deposit']);
    expect(r.problems.map((p) => [p.line, p.code])).toEqual([
      [3, 'number-too-large'],
      [4, 'number-too-large'],
    ]);
  });
});

describe('records that chunks cut', () => {
  it('a lost quote after a cell of several lines does not move the lines that follow', () => {
    const r = importFile({
      name: 'x.csv',
      bytes: utf8(
        'Date,Type,Symbol,Quantity,Price,Note\n2025-01-02,buy,ABC,1,1.00,"two\nlines",\n2025-01-03,buy,"AB\nC","1,1.00,x\n2025-01-04,buy,,1,1.00,x\n',
      ),
    });
    expect(r.problems.filter((p) => p.line > 0).map((p) => p.line)).toContain(6);
  });
});
