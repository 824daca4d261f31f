import { importFile } from '../../importers/import-file.ts';
import type { ImportOptions } from '../../importers/import-file.ts';
import type { ImportResult } from '../../importers/result-types.ts';
import type { ImportView, MappingRequestView, PositionView } from '../contracts/views.ts';

/** The fields the mapping screen offers, in its order. */
const FIELDS: MappingRequestView['fields'] = [
  { field: 'date', label: 'Date', required: true },
  { field: 'type', label: 'Action', required: true },
  { field: 'symbol', label: 'Symbol', required: true },
  { field: 'quantity', label: 'Quantity', required: true },
  { field: 'price', label: 'Price per unit', required: false },
  { field: 'amount', label: 'Amount', required: false },
  { field: 'fee', label: 'Fees', required: false },
  { field: 'currency', label: 'Currency', required: false },
  { field: 'account', label: 'Account', required: false },
  { field: 'description', label: 'Description', required: false },
  { field: 'settle_date', label: 'Settlement date', required: false },
  { field: 'id', label: "Broker's own id", required: false },
];

const positionView = ({
  account,
  symbol,
  quantity,
  price,
  basis,
}: ImportResult['positions'][number]): PositionView => ({ account, symbol, quantity, price, basis });

/** Reads one file for the review screen. @throws KeepfolioError when it is no file of trades at all */
export function importView(name: string, bytes: Uint8Array, options: ImportOptions): ImportView {
  const r = importFile({ name, bytes }, options);
  const { id, broker, confidence, reason } = r.format;
  return {
    file: r.file,
    format: { id, broker, confidence, reason },
    encoding: r.encoding,
    transactions: r.transactions,
    problems: r.problems,
    ignored: r.ignored,
    positions: r.positions.map(positionView),
    mapping: r.needsMapping && { ...r.needsMapping, fields: FIELDS },
  };
}
