import { KeepfolioError } from '../core/errors.ts';
import { cents } from '../core/money.ts';
import type { AccountType } from '../domain/ledger/transaction.ts';
import type { FilingStatus } from '../domain/portfolio/types.ts';
import { appBase } from './clients.ts';
import type { SettingsState } from './settings-store.ts';

/** An invented client shipped with the app. */
export interface SampleClient {
  readonly id: string;
  readonly name: string;
  readonly blurb: string;
  readonly files: readonly string[];
  /** What the client told: goal in words, and the choices that fit them. */
  readonly goal: string;
  readonly choices: Partial<SettingsState>;
}

type Loose = Readonly<Record<string, unknown>>;

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

function choicesOf(raw: Loose): Partial<SettingsState> {
  const profile = raw['profile'] as Loose | undefined;
  const accountTypes = raw['accountTypes'] as Readonly<Record<string, AccountType>> | undefined;
  const income = Number(profile?.['ordinaryIncome'] ?? profile?.['income']);
  return {
    ...(accountTypes ? { ledger: { method: 'fifo', methodByAccount: {}, accountTypes, view: 'law' } } : {}),
    ...(profile && Number.isFinite(income)
      ? {
          profile: {
            year: 0, // replaced by the current year when it is loaded
            status: (text(profile['status']) || 'single') as FilingStatus,
            ordinaryIncome: cents(Math.round(income * 100)),
            stateRate: Number(profile['stateRate'] ?? 0),
            carryoverShort: cents(0),
            carryoverLong: cents(0),
          },
          profileConfirmed: true,
        }
      : {}),
  };
}

function sampleOf(raw: Loose): SampleClient {
  const files = Array.isArray(raw['files']) ? raw['files'].map(text) : [text(raw['file'])];
  return {
    id: text(raw['id']),
    name: text(raw['name']),
    blurb: text(raw['blurb']),
    files,
    goal: text(raw['goal']),
    choices: choicesOf(raw),
  };
}

let index: Promise<readonly SampleClient[]> | null = null;

/** The sample clients shipped with the app. @throws KeepfolioError when they cannot be fetched */
export function sampleClients(): Promise<readonly SampleClient[]> {
  index ??= fetch(`${appBase()}samples/index.json`).then(async (response) => {
    if (!response.ok || !(response.headers.get('content-type') ?? '').includes('json'))
      throw new KeepfolioError(
        'samples-missing',
        'The sample clients could not be loaded.',
        'Check the connection once, or drop your own CSV: that needs none.',
      );
    return ((await response.json()) as Loose[]).map(sampleOf);
  });
  index.catch(() => (index = null));
  return index;
}

/** One of a sample client's CSVs. */
export async function sampleFile(name: string): Promise<Blob> {
  const response = await fetch(`${appBase()}samples/${name.replace(/^samples\//, '')}`);
  if (!response.ok)
    throw new KeepfolioError(
      'samples-missing',
      `The sample file ${name} could not be loaded.`,
      'Try again, or drop your own CSV.',
    );
  return response.blob();
}
