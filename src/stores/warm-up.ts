import { mlClient } from './clients.ts';
import { report } from './app-store.ts';
import { ensureMlMarket } from './market-store.ts';
import { ledgerStore } from './ledger-store.ts';

/** Starts the models and gives them the market, so that the first question is answered sooner. Failures are shown. */
export async function warmModels(): Promise<void> {
  try {
    await mlClient();
    await ensureMlMarket();
  } catch (e) {
    report(e);
  }
}

/** After a sample client is on the screen, the models start while the person reads. */
export function warmAfterSample(): void {
  ledgerStore.subscribe((now, before) => {
    if (now.status !== 'ready' || before.status === 'ready' || now.source.kind !== 'sample') return;
    const idle = globalThis.requestIdleCallback ?? ((run: () => void) => setTimeout(run, 500));
    idle(() => void warmModels());
  });
}
