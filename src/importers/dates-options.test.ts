import { describe, expect, it } from 'vitest';
import { DateReader, orderEvidence, readDate } from './dates.ts';
import { occSymbol, readOptionSymbol, readOptionText } from './options.ts';

describe('readDate', () => {
  it.each([
    ['01/03/2025', 'mdy', '2025-01-03'],
    ['3/1/25', 'dmy', '2025-01-03'],
    ['2025-01-03T10:11:12Z', 'mdy', '2025-01-03'],
    ['2025-01-03, 10:30:00', 'mdy', '2025-01-03'],
    ['2025-01-03 12:00:00 AM', 'mdy', '2025-01-03'],
    ['2024-08-16T15:57:13+0200', 'mdy', '2024-08-16'],
    ['2025-01-03 10:00:00 UTC', 'mdy', '2025-01-03'],
    ['03-01-2025', 'dmy', '2025-01-03'],
    ['Dec-31-2025', 'mdy', '2025-12-31'],
    ['Jan 3, 2025', 'mdy', '2025-01-03'],
    ['02-Apr-2025', 'mdy', '2025-04-02'],
    ['3 Jan 2025', 'mdy', '2025-01-03'],
    ['20250103', 'mdy', '2025-01-03'],
    ['20250103;101500', 'mdy', '2025-01-03'],
    ['03.01.2025', 'dmy', '2025-01-03'],
    ['8/28/2026 12:00:00 AM', 'mdy', '2026-08-28'],
    ['06/01/2026 07:21:12 EDT', 'mdy', '2026-06-01'],
    ['23/12/24 15:18:12', 'dmy', '2024-12-23'],
  ] as const)('%s (%s)', (text, order, iso) => expect(readDate(text, order)).toBe(iso));

  it.each(['13/45/2024', '02/30/2025', 'Total', '12/31', '1234567', 'YOU BOUGHT', '2025-13-01'])(
    'refuses %s',
    (text) => {
      expect(readDate(text, 'mdy')).toBeNull();
    },
  );

  it('tells day-first from month-first', () => {
    expect(orderEvidence('13/01/2025')).toBe(1);
    expect(orderEvidence('01/13/2025')).toBe(-1);
    expect(orderEvidence('01/02/2025')).toBe(0);
    expect(orderEvidence('2025-01-02')).toBeNull();
  });

  it('remembers days, not times', () => {
    const r = new DateReader('mdy');
    expect(r.read('2025-01-03, 10:30:00')).toBe('2025-01-03');
    expect(r.read('2025-01-03, 10:30:01')).toBe('2025-01-03');
    expect(r.read('2025-01-03 nonsense here')).toBeNull();
  });
});

describe('options', () => {
  it.each([
    ['AAPL  240920P00215000', 'AAPL240920P00215000'],
    ['AAPL 03/15/2024 195.00 C', 'AAPL240315C00195000'],
    ['-KMB250516C150', 'KMB250516C00150000'],
    ['-F230120C12.5', 'F230120C00012500'],
    ['T 18OCT24 22 C', 'T241018C00022000'],
    ['SPY Apr 17 2020 240.0 Put', 'SPY200417P00240000'],
    ["NVDA Dec 13 '24 $150 Put", 'NVDA241213P00150000'],
    ['LITE 270716 P 560.00', 'LITE270716P00560000'],
  ])('%s', (text, occ) => {
    const o = readOptionSymbol(text);
    expect(o && occSymbol(o)).toBe(occ);
  });

  it.each([
    ['CALL GOOG   03/21/25   210.000', 'GOOG250321C00210000'],
    ['Option Expiration for O 3/15/2024 Call $55.00', 'O240315C00055000'],
    ['CALL (KMB) KIMBERLY-CLARK CORP MAY 16 25 $150 (100 SHS)', 'KMB250516C00150000'],
    ['PUT  HIMS   11/07/25    45     HIMS & HERS HEALTH UNSOLICITED OPEN CONTRACT', 'HIMS251107P00045000'],
  ])('%s', (text, occ) => {
    const o = readOptionText(text);
    expect(o && occSymbol(o)).toBe(occ);
  });

  it.each(['AAPL', '912797JQ1', 'US0378331005', 'VANGUARD S&P 500', 'EUR.USD', 'BRK.B'])(
    '%s is no option',
    (text) => {
      expect(readOptionSymbol(text)).toBeNull();
    },
  );
});
