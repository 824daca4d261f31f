import { createStore } from 'zustand/vanilla';
import { KeepfolioError } from '../core/errors.ts';
import { appBase } from './clients.ts';
import { asKeepfolioError } from './errors.ts';
import { evaluationOf, type Evaluation } from './evaluation.ts';

export interface EvaluationState {
  readonly status: 'idle' | 'loading' | 'ready' | 'failed';
  readonly evaluation: Evaluation | null;
  readonly error: KeepfolioError | null;
}

export const evaluationStore = createStore<EvaluationState>(() => ({
  status: 'idle',
  evaluation: null,
  error: null,
}));

/** Fetches the evaluations that were shipped with the app, once. */
export async function loadEvaluation(): Promise<void> {
  if (evaluationStore.getState().status === 'loading' || evaluationStore.getState().evaluation) return;
  evaluationStore.setState({ status: 'loading', error: null });
  try {
    const response = await fetch(`${appBase()}evaluation.json`);
    if (!response.ok)
      throw new KeepfolioError(
        'evaluation-missing',
        'The evaluation could not be loaded.',
        'Everything else works. Try again when you are connected once.',
      );
    evaluationStore.setState({ status: 'ready', evaluation: evaluationOf(await response.json()) });
  } catch (e) {
    evaluationStore.setState({ status: 'failed', error: asKeepfolioError(e) });
  }
}
