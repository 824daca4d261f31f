import { createStore } from 'zustand/vanilla';
import { cents } from '../core/money.ts';
import { yearOf } from '../core/iso-date.ts';
import type { AccountType } from '../domain/ledger/transaction.ts';
import type { FilingStatus, TaxProfile } from '../domain/portfolio/types.ts';
import { report } from './app-store.ts';
import { settingRecords } from './database.ts';
import { today } from './today.ts';
import type { BasisAnswer, LedgerSettings, LotMethod } from './view-types.ts';

export type { FilingStatus, TaxProfile, AccountType };

export interface SettingsState {
  readonly ledger: LedgerSettings;
  readonly profile: TaxProfile;
  /** False while the profile is our assumption, which the screens then say. */
  readonly profileConfirmed: boolean;
  /** Postal code of the state whose rate the profile started from; null = none was chosen. */
  readonly homeState: string | null;
}

const defaults = (): SettingsState => ({
  ledger: { method: 'fifo', methodByAccount: {}, accountTypes: {}, view: 'law' },
  profile: {
    year: yearOf(today()),
    status: 'single',
    ordinaryIncome: cents(100_000_00),
    stateRate: 0.05,
    carryoverShort: cents(0),
    carryoverLong: cents(0),
  },
  profileConfirmed: false,
  homeState: null,
});

export const settingsStore = createStore<SettingsState>(defaults);

let owner = 'own';

/** Reads the choices of an owner ("own" or "sample:ID"); `given` are a sample client's own. */
export async function loadSettings(forOwner: string, given: Partial<SettingsState> = {}): Promise<void> {
  owner = forOwner;
  const stored = (await (await settingRecords())?.get(`choices:${owner}`)) as
    Partial<SettingsState> | undefined;
  const base = defaults();
  settingsStore.setState(
    {
      ledger: { ...base.ledger, ...given.ledger, ...stored?.ledger },
      profile: { ...base.profile, ...given.profile, ...stored?.profile, year: base.profile.year },
      profileConfirmed: stored?.profileConfirmed ?? given.profileConfirmed ?? false,
      homeState: stored?.homeState ?? null,
    },
    true,
  );
}

function change(next: Partial<SettingsState>): void {
  settingsStore.setState(next);
  settingRecords()
    .then((records) => records?.put(`choices:${owner}`, settingsStore.getState()))
    .catch(report);
}

/** Which lots a sale uses up; for one account, or for all that have no choice of their own. */
export function setLotMethod(method: LotMethod, account?: string): void {
  const { ledger } = settingsStore.getState();
  change({
    ledger:
      account === undefined
        ? { ...ledger, method }
        : { ...ledger, methodByAccount: { ...ledger.methodByAccount, [account]: method } },
  });
}

export function setAccountType(account: string, type: AccountType): void {
  const { ledger } = settingsStore.getState();
  change({ ledger: { ...ledger, accountTypes: { ...ledger.accountTypes, [account]: type } } });
}

/** What shares that came in without a cost had cost, by lot; null takes the answer back. */
export function setBasis(lotId: string, answer: BasisAnswer | null): void {
  const { ledger } = settingsStore.getState();
  const { [lotId]: _before, ...others } = ledger.basis ?? {};
  change({ ledger: { ...ledger, basis: answer === null ? others : { ...others, [lotId]: answer } } });
}

/** Symbols the person holds to be substantially identical, group by group. */
export function setIdenticalGroups(identicalGroups: readonly (readonly string[])[]): void {
  change({ ledger: { ...settingsStore.getState().ledger, identicalGroups } });
}

/** Whether wash sales are counted as the law does, or as a broker's 1099-B. */
export function setWashView(view: LedgerSettings['view']): void {
  change({ ledger: { ...settingsStore.getState().ledger, view } });
}

/** The person's own tax situation; from then on it is no assumption any more. */
export function setProfile(part: Partial<Omit<TaxProfile, 'year'>>): void {
  change({ profile: { ...settingsStore.getState().profile, ...part }, profileConfirmed: true });
}

/** The person's state, and the rate its table starts from; null leaves the rate as it is. It may be changed after that. */
export function setHomeState(homeState: string | null, rate: number | null): void {
  if (rate !== null) setProfile({ stateRate: rate });
  change({ homeState });
}
