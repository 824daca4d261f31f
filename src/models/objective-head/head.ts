import * as tf from '@tensorflow/tfjs-core';
import { KeepfolioError } from '../../core/errors.ts';
import type { Artefact } from '../manifest.ts';
import { linear } from '../nn/linear.ts';
import { toParams, weight } from '../nn/params.ts';
import type { Params } from '../nn/params.ts';

/** Width of the behaviour vector and number of objectives. */
export const HEAD_INPUT = 32;
export const HEAD_OUTPUT = 6;

/** Constants fitted once on simulated people and frozen with the head. */
export interface HeadConfig {
  readonly kind: 'keepfolio-objective-head';
  readonly version: 2;
  /** Names of the 32 inputs and 6 outputs, in order. */
  readonly inputs: readonly string[];
  readonly objectives: readonly string[];
  /** Columns the choice network reads, besides the policy's wishes and the person's own history. */
  readonly choice: { readonly asset: readonly string[]; readonly account: readonly string[] };
  readonly fit: {
    /** The pull to the prior and the power of the number of decisions it falls with, see `pullWeight`. */
    readonly priorStrength: number;
    /** Absent in heads fitted before it was chosen: 0.5. */
    readonly pullPower?: number;
    readonly learningRate: number;
    readonly epochs: number;
    readonly patience: number;
  };
  /** Prior precision of the logits: `base` with no decisions, growing by `perRoot` times their square root. */
  readonly spread: { readonly base: number; readonly perRoot: number };
  /** Fewer priced decision days or trades than this is "not enough trades". */
  readonly minimum: { readonly decisions: number; readonly trades: number };
}

/** A frozen head on the current backend: `head.W0` (6, 32), `head.bias` (6) and the choice network, `choice.*`. */
export interface ObjectiveHead {
  readonly config: HeadConfig;
  readonly params: Params;
  /** SHA-256 of the weights; an exported adapter names the head it was learned beside. */
  readonly sha256: string;
}

/** Names of everything a head was trained for; a file made for others is refused. */
export interface HeadColumns {
  readonly inputs: readonly string[];
  readonly objectives: readonly string[];
  readonly asset: readonly string[];
  readonly account: readonly string[];
}

const BROKEN = 'Load the app again: this copy of the objective head does not fit it.';

function checkConfig(config: Readonly<Record<string, unknown>>, columns: HeadColumns): HeadConfig {
  const c = config as unknown as HeadConfig;
  const same = (a: readonly string[] | undefined, b: readonly string[]) =>
    a?.length === b.length && b.every((x, i) => x === a[i]);
  if (
    c.kind !== 'keepfolio-objective-head' ||
    c.version !== 2 ||
    !same(c.inputs, columns.inputs) ||
    !same(c.objectives, columns.objectives) ||
    !same(c.choice?.asset, columns.asset) ||
    !same(c.choice?.account, columns.account)
  ) {
    throw new KeepfolioError(
      'model-mismatch',
      'the objective head was trained for other behaviour numbers',
      BROKEN,
    );
  }
  return c;
}

/**
 * A checked artefact made ready on the current backend. The caller disposes of `params`.
 * @param columns names the app computes, in its order
 * @throws KeepfolioError "model-mismatch" when the file was made for other columns
 */
export function objectiveHead(artefact: Artefact, columns: HeadColumns): ObjectiveHead {
  const config = checkConfig(artefact.config, columns);
  const W0 = artefact.tensors['head.W0'];
  const bias = artefact.tensors['head.bias'];
  const fits = W0?.shape.join() === `${HEAD_OUTPUT},${HEAD_INPUT}` && bias?.shape.join() === `${HEAD_OUTPUT}`;
  if (!fits)
    throw new KeepfolioError('model-mismatch', 'the objective head has weights of another shape', BROKEN);
  return { config, params: toParams(artefact.tensors), sha256: artefact.sha256 };
}

/** Frozen logits: (B, 32) -> (B, 6). */
export function headLogits(params: Params, x: tf.Tensor): tf.Tensor {
  return linear(x, tf.transpose(weight(params, 'head.W0')), weight(params, 'head.bias'));
}
