import { choiceColumnNames } from '../../src/lora/choice-inputs.ts';
import type { RawTensor, RawTensors } from '../../src/models/nn/params.ts';
import { HEAD_OUTPUT, type HeadColumns, type HeadConfig } from '../../src/models/objective-head/head.ts';
import { STYLES } from './fit-styles.ts';

/** Rows of a matrix (I, O) put in the order of other columns; a column that is new starts at zero. */
function reordered(w: RawTensor, from: readonly string[], to: readonly string[]): RawTensor {
  const [, O = 0] = w.shape;
  const data = new Float32Array(to.length * O);
  to.forEach((name, i) => {
    const at = from.indexOf(name);
    if (at >= 0) data.set(w.data.subarray(at * O, (at + 1) * O), i * O);
  });
  return { shape: [to.length, O], data };
}

/** Columns (I, 2 x 6) of a network with one score a goal, as (I, 2S): every style starts as its goal. */
function spreadOverStyles(w: RawTensor): RawTensor {
  const S = STYLES.length;
  const width = 2 * HEAD_OUTPUT;
  const rows = w.data.length / width;
  const data = new Float32Array(rows * 2 * S);
  for (let r = 0; r < rows; r++)
    for (let side = 0; side < 2; side++)
      STYLES.forEach(({ goal }, s) => {
        data[r * 2 * S + side * S + s] = w.data[r * width + side * HEAD_OUTPUT + goal] as number;
      });
  return { shape: [...w.shape.slice(0, -1), 2 * S], data };
}

/**
 * A shipped choice network made ready to be fitted further beside models with other columns or from one score a goal.
 * @throws RangeError when it has other styles than the rules of today
 */
export function startFrom(
  shipped: RawTensors,
  config: Pick<HeadConfig, 'choice'>,
  columns: Pick<HeadColumns, 'asset' | 'account'>,
): RawTensors {
  const from = choiceColumnNames(config.choice.asset, config.choice.account);
  const to = choiceColumnNames(columns.asset, columns.account);
  const of = (name: string): RawTensor => shipped[`choice.${name}`] as RawTensor;
  const styles = (of('bias').shape[0] as number) / 2;
  if (styles !== STYLES.length && styles !== HEAD_OUTPUT)
    throw new RangeError('the shipped choice network knows other styles: fit it anew, without --warm');
  const wide = (w: RawTensor): RawTensor => (styles === STYLES.length ? w : spreadOverStyles(w));
  return {
    'choice.hidden': reordered(of('hidden'), from, to),
    'choice.hiddenBias': of('hiddenBias'),
    'choice.out': wide(of('out')),
    'choice.direct': wide(reordered(of('direct'), from, to)),
    'choice.bias': wide(of('bias')),
  };
}
