import { KeepfolioError } from '../core/errors.ts';
import type { DecisionSet } from '../features/behaviour-decisions.ts';
import type { BehaviourMarket } from '../features/behaviour-market.ts';
import { adapterFrom, adapterNumbers, adapterSize, initAdapter } from '../lora/adapter.ts';
import type { AdapterNumbers } from '../lora/adapter.ts';
import type { ChoiceSource } from '../lora/choice-inputs.ts';
import { fineTune, type FineTuneState } from '../lora/fine-tune.ts';
import { goalEvidence } from '../lora/goal-evidence.ts';
import type { DecisionData } from '../lora/split-decisions.ts';
import { disposeParams } from '../models/nn/params.ts';
import {
  blankEmbeddings,
  expertScores,
  gridEmbeddings,
  gridStep,
  type EmbedAt,
  type ScoresSoFar,
} from './expert-scores.ts';
import type { PersonalizeRequest, PersonProgress } from './personalize.ts';

/** A learning under way, in plain numbers: what is frozen of the person's decisions, and where the fine-tuning stands. */
export interface LearningState {
  readonly seed: number;
  /** SHA-256 of the head it began beside: another head must begin anew. */
  readonly head: string;
  /** While the experts are being asked, the long part: their scores so far; null once all is known. */
  readonly experts: ScoresSoFar | null;
  /** (D, 6) evidence of each decision, flat: with it the experts need not be asked again. Empty before. */
  readonly goals: readonly number[];
  readonly tuning: FineTuneState | null;
}

export interface Learned {
  readonly adapter: AdapterNumbers;
  readonly parameters: number;
  readonly loss: { readonly train: readonly number[]; readonly heldOut: readonly number[] };
  readonly data: DecisionData | null;
}

/** The decisions with what the experts wanted, as the choice network reads them. */
export const choiceSource = (set: DecisionSet, scores: Float32Array): ChoiceSource => ({
  count: set.count,
  assets: set.symbols.length,
  scores,
  before: set.before,
  change: set.change,
  mask: set.mask,
  asset: set.asset,
  global: set.global,
});

/** What a progress message says before the first epoch. */
export const atStart = (
  r: PersonalizeRequest,
  stage: PersonProgress['stage'],
  fraction: number,
): PersonProgress => ({
  stage,
  fraction,
  epoch: 0,
  epochs: r.models.head.config.fit.epochs,
  trainLoss: 0,
  heldOutLoss: null,
});

/** @throws KeepfolioError "cancelled" */
export function refuseIfCancelled(r: PersonalizeRequest): void {
  if (r.isCancelled?.() ?? false)
    throw new KeepfolioError('cancelled', 'Learning was stopped.', 'Start it again when you like.');
}

/** The adapter of somebody with too little to learn from. */
export async function untouched(seed: number): Promise<Learned> {
  const fresh = initAdapter(seed);
  const out = {
    adapter: await adapterNumbers(fresh),
    parameters: adapterSize(fresh),
    loss: { train: [], heldOut: [] },
    data: null,
  };
  disposeParams(fresh);
  return out;
}

function embedderFor(r: PersonalizeRequest, market: BehaviourMarket, set: DecisionSet): EmbedAt {
  const { encoder } = r.models;
  return encoder
    ? gridEmbeddings(market.panel, encoder.model, encoder.chronos, gridStep(set.eves), async () => {
        await r.breathe?.();
        refuseIfCancelled(r);
      })
    : blankEmbeddings;
}

async function evidenceOf(
  r: PersonalizeRequest,
  market: BehaviourMarket,
  set: DecisionSet,
  begun: LearningState | null,
): Promise<Float32Array> {
  const { head, policy } = r.models;
  const tell = async (fraction: number, experts?: ScoresSoFar): Promise<void> => {
    await r.onProgress?.(atStart(r, 'experts', fraction));
    if (experts) r.onState?.({ seed: r.seed, head: head.sha256, experts, goals: [], tuning: null });
    refuseIfCancelled(r);
  };
  const scores = await expertScores(set, policy, embedderFor(r, market, set), tell, begun?.experts ?? null);
  return goalEvidence(head.params, policy.params, choiceSource(set, scores), () => tell(1));
}

/** A stored state that belongs to these decisions, this seed and this head; null where it does not. */
function usable(r: PersonalizeRequest, set: DecisionSet): LearningState | null {
  const s = r.resume;
  if (!s || s.seed !== r.seed || s.head !== r.models.head.sha256) return null;
  const scores = set.count * 4 * set.symbols.length;
  return s.goals.length === 6 * set.count || s.experts?.scores.length === scores ? s : null;
}

/** Numbers from a file, with nothing learned. */
function read(numbers: AdapterNumbers, r: PersonalizeRequest): Learned {
  const adapter = adapterFrom(numbers);
  const parameters = adapterSize(adapter);
  disposeParams(adapter);
  refuseIfCancelled(r);
  return { adapter: numbers, parameters, loss: { train: [], heldOut: [] }, data: null };
}

/** Asks the frozen models about every decision, once, and fine-tunes the 76 numbers; goes on from a stored state. */
export async function learnGoals(
  r: PersonalizeRequest,
  market: BehaviourMarket,
  set: DecisionSet,
): Promise<Learned> {
  const { head } = r.models;
  if (r.given) return read(r.given, r);
  const begun = usable(r, set);
  const isKnown = begun !== null && begun.goals.length > 0;
  const goals = isKnown ? Float32Array.from(begun.goals) : await evidenceOf(r, market, set, begun);
  const stored = { seed: r.seed, head: head.sha256, experts: null, goals: [...goals] };
  r.onState?.({ ...stored, tuning: begun?.tuning ?? null });
  const data: DecisionData = { count: set.count, x: set.behaviour, goals };
  const tuned = await fineTune({
    head,
    decisions: data,
    seed: r.seed,
    from: begun?.tuning ?? null,
    onEpoch: (t) => r.onProgress?.({ stage: 'fine-tuning', fraction: t.epoch / t.epochs, ...t }),
    breathe: () => r.breathe?.(),
    onState: (tuning) => r.onState?.({ ...stored, tuning }),
    ...(r.isCancelled ? { isCancelled: r.isCancelled } : {}),
  });
  if (tuned.cancelled) refuseIfCancelled(r);
  return { adapter: tuned.adapter, parameters: tuned.parameters, loss: tuned.loss, data };
}
