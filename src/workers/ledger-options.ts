import type { MethodId } from '../domain/ledger/methods.ts';
import type { MethodRule } from '../domain/ledger/book-state.ts';
import type { TaxProfile } from '../domain/portfolio/types.ts';
import type { LedgerOptions } from '../engine/ledger.ts';
import type { LedgerSettings, LotMethod } from './contracts/ledger-views.ts';

const methodId = (method: LotMethod): MethodId => method.toUpperCase() as MethodId;

/** A person's settings as the ledger service takes them: the rules of single accounts come after the general one and win. */
export function ledgerOptions(settings: LedgerSettings, taxProfile?: TaxProfile): LedgerOptions {
  const rules: MethodRule[] = [{ method: methodId(settings.method) }];
  for (const [account, method] of Object.entries(settings.methodByAccount))
    rules.push({ account, method: methodId(method) });
  return {
    accounts: Object.fromEntries(
      Object.entries(settings.accountTypes).map(([name, type]) => [name, { type }]),
    ),
    ...(settings.accountOfFile ? { accountOfFile: settings.accountOfFile } : {}),
    ...(settings.basis ? { basis: settings.basis } : {}),
    ...(settings.identicalGroups ? { identicalGroups: settings.identicalGroups } : {}),
    method: rules,
    view: settings.view,
    ...(taxProfile ? { taxProfile } : {}),
  };
}
