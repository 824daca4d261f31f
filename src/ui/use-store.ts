import { useStore } from 'zustand';
import { appStore, type AppState } from '../stores/app-store.ts';
import { ledgerStore, type LedgerState } from '../stores/ledger-store.ts';
import { marketStore, type MarketState } from '../stores/market-store.ts';
import { personStore, type PersonState } from '../stores/person-store.ts';
import { settingsStore, type SettingsState } from '../stores/settings-store.ts';

/** Hooks over the stores the whole frame needs; pages hook their own stores. */
export const useApp = <T>(pick: (s: AppState) => T): T => useStore(appStore, pick);
export const useLedger = <T>(pick: (s: LedgerState) => T): T => useStore(ledgerStore, pick);
export const useMarket = <T>(pick: (s: MarketState) => T): T => useStore(marketStore, pick);
export const usePerson = <T>(pick: (s: PersonState) => T): T => useStore(personStore, pick);
export const useSettings = <T>(pick: (s: SettingsState) => T): T => useStore(settingsStore, pick);

/** One empty list for all selectors: a new one on each read would look like a change. */
export const NONE: readonly never[] = [];
