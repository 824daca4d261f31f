import { createStore } from 'zustand/vanilla';
import { matchPositions, type Match } from '../domain/ledger/match-positions.ts';
import { report } from './app-store.ts';
import { settingRecords } from './database.ts';
import { ledgerStore } from './ledger-store.ts';
import { instant } from './today.ts';
import type { LedgerView, PositionView } from './view-types.ts';

export { isSettled, type MatchReason, type MatchRow } from '../domain/ledger/match-positions.ts';

/** What one positions file said, kept so that the comparison follows the ledger. */
export interface BrokerSnapshot {
  readonly file: string;
  readonly broker: string;
  /** ISO instant at which it was dropped. */
  readonly at: string;
  readonly positions: readonly PositionView[];
}

export interface BrokerState {
  readonly snapshots: readonly BrokerSnapshot[];
}

export const brokerStore = createStore<BrokerState>(() => ({ snapshots: [] }));

// Among the settings: so it is part of a backup and is erased with everything else.
const KEY = 'broker-positions';

const accountsIn = (s: BrokerSnapshot): ReadonlySet<string | null> =>
  new Set(s.positions.map((p) => p.account));

/** A newer file of the same broker and account takes the older one's place. */
export function withSnapshot(
  kept: readonly BrokerSnapshot[],
  next: BrokerSnapshot,
): readonly BrokerSnapshot[] {
  const accounts = accountsIn(next);
  const isReplaced = (s: BrokerSnapshot): boolean =>
    s.broker === next.broker && [...accountsIn(s)].some((a) => accounts.has(a));
  return [...kept.filter((s) => !isReplaced(s)), next];
}

async function save(snapshots: readonly BrokerSnapshot[]): Promise<void> {
  brokerStore.setState({ snapshots });
  await (await settingRecords())?.put(KEY, snapshots);
}

const isSnapshot = (value: unknown): value is BrokerSnapshot =>
  typeof value === 'object' && value !== null && Array.isArray((value as Partial<BrokerSnapshot>).positions);

/** Reads what was kept. Anything else under the key (a foreign backup) counts as nothing. */
export async function loadBrokerPositions(): Promise<void> {
  try {
    const kept = await (await settingRecords())?.get(KEY);
    brokerStore.setState({ snapshots: Array.isArray(kept) ? kept.filter(isSnapshot) : [] });
  } catch (e) {
    report(e);
  }
}

/** Keeps the positions of confirmed files for comparison. @returns positions kept */
export async function keepBrokerPositions(
  files: readonly {
    readonly file: string;
    readonly broker: string;
    readonly positions: readonly PositionView[];
  }[],
): Promise<number> {
  const listed = files.filter((f) => f.positions.length > 0);
  if (listed.length === 0) return 0;
  await loadBrokerPositions();
  const at = instant();
  const all = listed.reduce<readonly BrokerSnapshot[]>(
    (kept, { file, broker, positions }) => withSnapshot(kept, { file, broker, at, positions }),
    brokerStore.getState().snapshots,
  );
  await save(all);
  return listed.reduce((n, f) => n + f.positions.length, 0);
}

/** Forgets one positions file. */
export async function forgetBrokerPositions(snapshot: BrokerSnapshot): Promise<void> {
  await save(brokerStore.getState().snapshots.filter((s) => s !== snapshot));
}

/** A kept positions file beside the lots that are on the screen. */
export const matchOf = (snapshot: BrokerSnapshot, view: LedgerView): Match =>
  matchPositions(snapshot.positions, snapshot.broker, {
    accounts: view.accounts,
    lots: view.sums,
    sold: new Set(view.sold),
  });

// A restored backup brings its own positions files.
ledgerStore.subscribe((now, before) => {
  if (now.source.kind === 'own' && now.status !== before.status && before.status === 'starting')
    void loadBrokerPositions();
});
