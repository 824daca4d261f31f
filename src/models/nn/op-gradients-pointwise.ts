import * as tf from '@tensorflow/tfjs-core';
import { flag, type Grad, indexed, reduceTo, unary } from './op-gradient-parts.ts';

function binary(
  kernelName: string,
  da: (dy: tf.Tensor, a: tf.Tensor, b: tf.Tensor) => tf.Tensor,
  db: (dy: tf.Tensor, a: tf.Tensor, b: tf.Tensor) => tf.Tensor,
): Grad {
  const gradFunc = (dy: tf.Tensor | tf.Tensor[], saved: tf.Tensor[]) => {
    const [a, b] = saved as [tf.Tensor, tf.Tensor];
    const d = dy as tf.Tensor;
    return { a: () => reduceTo(da(d, a, b), a.shape), b: () => reduceTo(db(d, a, b), b.shape) };
  };
  return { kernelName, inputsToSave: ['a', 'b'], gradFunc };
}

const COMPARISONS = [
  'Greater',
  'GreaterEqual',
  'Less',
  'LessEqual',
  'Equal',
  'NotEqual',
  'LogicalAnd',
  'LogicalOr',
];

/** Arithmetic with broadcasting; comparisons pass nothing on. */
export const ARITHMETIC: Grad[] = [
  ...COMPARISONS.map((name) =>
    binary(
      name,
      (_, a) => tf.zeros(a.shape),
      (_, __, b) => tf.zeros(b.shape),
    ),
  ),
  binary(
    'Add',
    (dy) => dy,
    (dy) => dy,
  ),
  binary(
    'Sub',
    (dy) => dy,
    (dy) => tf.neg(dy),
  ),
  binary(
    'Multiply',
    (dy, _, b) => tf.mul(dy, b),
    (dy, a) => tf.mul(dy, a),
  ),
  binary(
    'RealDiv',
    (dy, _, b) => tf.div(dy, b),
    (dy, a, b) => tf.neg(tf.div(tf.mul(dy, a), tf.square(b))),
  ),
  binary(
    'Maximum',
    (dy, a, b) => tf.mul(dy, flag(tf.greaterEqual(a, b))),
    (dy, a, b) => tf.mul(dy, flag(tf.less(a, b))),
  ),
  binary(
    'Minimum',
    (dy, a, b) => tf.mul(dy, flag(tf.lessEqual(a, b))),
    (dy, a, b) => tf.mul(dy, flag(tf.greater(a, b))),
  ),
  binary(
    'SquaredDifference',
    (dy, a, b) => tf.mul(tf.mul(dy, 2), tf.sub(a, b)),
    (dy, a, b) => tf.mul(tf.mul(dy, 2), tf.sub(b, a)),
  ),
  binary(
    'Pow',
    (dy, a, b) => tf.mul(dy, tf.mul(b, tf.pow(a, tf.sub(b, 1)))),
    (dy, a, b) => tf.mul(dy, tf.mul(tf.pow(a, b), tf.log(tf.maximum(a, 1e-30)))),
  ),
  {
    kernelName: 'AddN',
    saveAllInputs: true,
    gradFunc: (dy, saved) => indexed(saved.map(() => () => tf.clone(dy as tf.Tensor))),
  },
];

/** Functions of one input, element by element. */
export const POINTWISE: Grad[] = [
  unary('Neg', (dy) => tf.neg(dy)),
  unary('Exp', (dy, y) => tf.mul(dy, y), true),
  unary('Expm1', (dy, y) => tf.mul(dy, tf.add(y, 1)), true),
  unary('Log', (dy, x) => tf.div(dy, x)),
  unary('Log1p', (dy, x) => tf.div(dy, tf.add(x, 1))),
  unary('Sqrt', (dy, y) => tf.div(dy, tf.mul(y, 2)), true),
  unary('Rsqrt', (dy, y) => tf.mul(tf.mul(dy, -0.5), tf.mul(y, tf.square(y))), true),
  unary('Square', (dy, x) => tf.mul(dy, tf.mul(x, 2))),
  unary('Abs', (dy, x) => tf.mul(dy, tf.sign(x))),
  unary('Reciprocal', (dy, y) => tf.neg(tf.mul(dy, tf.square(y))), true),
  unary('Tanh', (dy, y) => tf.mul(dy, tf.sub(1, tf.square(y))), true),
  unary('Sigmoid', (dy, y) => tf.mul(dy, tf.mul(y, tf.sub(1, y))), true),
  unary('Softplus', (dy, x) => tf.mul(dy, tf.sigmoid(x))),
  unary('Relu', (dy, x) => tf.mul(dy, tf.step(x))),
  unary('Erf', (dy, x) => tf.mul(dy, tf.mul(tf.exp(tf.neg(tf.square(x))), 2 / Math.sqrt(Math.PI)))),
  unary('Sin', (dy, x) => tf.mul(dy, tf.cos(x))),
  unary('Cos', (dy, x) => tf.neg(tf.mul(dy, tf.sin(x)))),
  unary('ClipByValue', (dy, x, attrs) => {
    const inside = tf.logicalAnd(
      tf.greaterEqual(x, Number(attrs['clipValueMin'])),
      tf.lessEqual(x, Number(attrs['clipValueMax'])),
    );
    return tf.mul(dy, flag(inside));
  }),
  ...['Sign', 'Step', 'Floor', 'Ceil', 'Round', 'ZerosLike', 'OnesLike'].map((name) =>
    unary(name, (dy) => tf.zerosLike(dy)),
  ),
];
