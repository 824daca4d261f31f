import type { IsoDate } from '../../core/iso-date.ts';
import { eachBlock } from '../../domain/ledger/packed-rows.ts';
import type { Ledger } from '../../domain/ledger/ledger.ts';
import type { Transaction } from '../../domain/ledger/transaction.ts';
import { ledgerSteps, type LedgerStep } from '../../engine/ledger.ts';
import type {
  Form8949Row,
  LedgerSettings,
  LedgerView,
  TaxYearView,
  ViewDifferences,
  ViewDifferenceView,
  WashSaleView,
} from '../contracts/ledger-views.ts';
import type { HoldingsView, OwnPrice, PricedLot, PriceView } from '../contracts/holdings-views.ts';
import type { JobProgress, PageRequest } from '../contracts/parts.ts';
import type { TaxProfile } from '../../domain/portfolio/types.ts';
import { ledgerOptions } from '../ledger-options.ts';
import type { HeldLedger } from './ledger-keeper.ts';
import {
  differencesView,
  form8949Rows,
  ledgerView,
  taxYearView,
  viewDifferences,
  washView,
} from './ledger-service.ts';
import { positionsOf, totalsOf, type FullPosition } from './positions.ts';
import { inSlices, oneAtATime, PagedList, partOf, rangeOf, type Job, type SortKeys } from './slices.ts';

/** Most lots of all positions that go to the page unasked. */
const LOTS_AT_ONCE = 1000;

const STAGES: Readonly<Record<LedgerStep['stage'], string>> = {
  sorting: 'Putting your rows in order',
  folding: 'Working out lots',
  reading: 'Working out gains',
};

const FORM_KEYS: SortKeys<Form8949Row> = {
  box: (r) => r.box,
  description: (r) => r.description,
  sold: (r) => r.sold,
  gain: (r) => r.gain,
};
const DIFFERENCE_KEYS: SortKeys<ViewDifferenceView> = {
  symbol: (r) => r.symbol,
  sold: (r) => r.sold,
  law: (r) => r.lawDisallowed,
  broker: (r) => r.brokerDisallowed,
};
const WASH_KEYS: SortKeys<Ledger['washSales'][number]> = {
  symbol: (w) => w.symbol,
  sold: (w) => w.sold,
  disallowed: (w) => w.disallowed,
};

/** One fold, and what is read off it while the rows are there. */
interface Folded {
  readonly key: string;
  readonly ledger: Ledger;
  readonly view: LedgerView;
  readonly washes: PagedList<Ledger['washSales'][number]>;
}

function* foldSteps(
  held: HeldLedger,
  settings: LedgerSettings,
  profile: TaxProfile | undefined,
): Generator<JobProgress, Omit<Folded, 'key'>> {
  const rows: Transaction[] = [];
  for (const block of eachBlock(held.rows)) {
    for (const row of block) rows.push(row);
    yield { stage: 'Opening your ledger', fraction: rows.length / held.rows.length };
  }
  const steps = ledgerSteps(rows, ledgerOptions(settings, profile));
  let step = steps.next();
  for (; !step.done; step = steps.next())
    yield { stage: STAGES[step.value.stage], fraction: step.value.fraction };
  const { ledger } = step.value;
  return {
    ledger,
    view: ledgerView(ledger, rows, settings),
    washes: new PagedList(ledger.washSales, WASH_KEYS),
  };
}

/** Only this method looks at the person's tax. */
const needsProfile = ({ method, methodByAccount }: LedgerSettings): boolean =>
  [method, ...Object.values(methodByAccount)].includes('taxaware');

/** Lots, gains, forms: folded from the ledger in use, the last fold kept, and handed out in pages. */
export class Derived {
  private readonly held: () => HeldLedger;
  private readonly inTurn = oneAtATime();
  private last: Folded | null = null;
  private positions: ReadonlyMap<string, FullPosition> = new Map();
  private differences = new PagedList<ViewDifferenceView>([]);
  private form = new PagedList<Form8949Row>([]);

  constructor(held: () => HeldLedger) {
    this.held = held;
  }

  /** The fold under these settings: the last one when nothing changed. */
  private fold(job: Job, settings: LedgerSettings, profile?: TaxProfile): Promise<Folded> {
    return this.inTurn(async () => {
      const held = this.held();
      const taxed = profile && needsProfile(settings) ? profile : undefined;
      const key = JSON.stringify([held.summary.key, settings, taxed]);
      if (this.last?.key === key) return this.last;
      this.last = null; // two large folds side by side may be more than there is memory
      let told = '';
      const folded = await inSlices(foldSteps(held, settings, taxed), job, (progress) => {
        const now = `${progress.stage} ${progress.fraction === null ? '' : Math.round(progress.fraction * 100)}`;
        if (now !== told) job.progress(progress);
        told = now;
      });
      this.last = { key, ...folded };
      return this.last;
    });
  }

  async ledger(settings: LedgerSettings, job: Job): Promise<LedgerView> {
    return (await this.fold(job, settings)).view;
  }

  async holdings(
    settings: LedgerSettings,
    ownPrices: Readonly<Record<string, OwnPrice>>,
    pricesOf: (symbols: readonly string[]) => readonly PriceView[],
    asOf: IsoDate,
    job: Job,
  ): Promise<HoldingsView> {
    const { ledger, view } = await this.fold(job, settings);
    const prices = Object.fromEntries(pricesOf(view.held).map((p) => [p.symbol, p]));
    const positions = positionsOf(ledger.openLots, prices, ownPrices, asOf);
    this.positions = new Map(positions.map((p) => [p.symbol, p]));
    const most = ledger.openLots.length <= LOTS_AT_ONCE ? LOTS_AT_ONCE : 0;
    return {
      positions: positions.map((p) => ({ ...p, lots: partOf(p.lots, most) })),
      totals: totalsOf(positions),
    };
  }

  lots(symbol: string, request: PageRequest): readonly PricedLot[] {
    const { from, count } = rangeOf(request);
    return this.positions.get(symbol)?.lots.slice(from, from + count) ?? [];
  }

  async washSales(
    settings: LedgerSettings,
    request: PageRequest,
    job: Job,
  ): Promise<readonly WashSaleView[]> {
    return (await this.fold(job, settings)).washes.page(request).map(washView);
  }

  async reconcile(settings: LedgerSettings, job: Job): Promise<ViewDifferences> {
    // The view in use is folded last, so that it is the one kept.
    const other = settings.view === 'law' ? 'broker' : 'law';
    const { ledger: theirs } = await this.fold(job, { ...settings, view: other });
    const { ledger: mine } = await this.fold(job, settings);
    const rows = settings.view === 'law' ? viewDifferences(mine, theirs) : viewDifferences(theirs, mine);
    this.differences = new PagedList<ViewDifferenceView>(rows, DIFFERENCE_KEYS);
    return differencesView(rows);
  }

  differenceRows(request: PageRequest): readonly ViewDifferenceView[] {
    return this.differences.page(request);
  }

  async taxYear(settings: LedgerSettings, profile: TaxProfile, job: Job): Promise<TaxYearView> {
    const { ledger } = await this.fold(job, settings, profile);
    const rows = form8949Rows(ledger, profile.year);
    this.form = new PagedList(rows, FORM_KEYS);
    return taxYearView(ledger, profile, rows);
  }

  form8949Rows(request: PageRequest): readonly Form8949Row[] {
    return this.form.page(request);
  }

  async folded(settings: LedgerSettings, job: Job): Promise<Ledger> {
    return (await this.fold(job, settings)).ledger;
  }
}
