import { Message } from './protobuf.ts';

/** Element types of ONNX. */
const FLOAT = 1;
const INT64 = 7;

type Attribute = number | readonly number[];

/** Whole numbers are int attributes, others float: none of the attributes used here is a float of whole value. */
function attribute(name: string, value: Attribute): Message {
  const m = new Message().text(1, name);
  if (typeof value !== 'number') {
    for (const v of value) m.signed(8, v);
    return m.int(20, 7);
  }
  return Number.isInteger(value) ? m.signed(3, value).int(20, 2) : m.float(2, value).int(20, 1);
}

function valueInfo(name: string, type: number, shape: readonly (number | string)[]): Message {
  const dims = new Message();
  for (const d of shape) {
    dims.message(1, typeof d === 'number' ? new Message().int(1, d) : new Message().text(2, d));
  }
  const tensor = new Message().int(1, type).message(2, dims);
  return new Message().text(1, name).message(2, new Message().message(1, tensor));
}

/** An ONNX graph under construction; every method returns the name of the value it makes. */
export class OnnxGraph {
  private readonly graph = new Message();
  private next = 0;

  private name(of: string): string {
    this.next += 1;
    return `${of}_${this.next}`;
  }

  input(name: string, shape: readonly (number | string)[], type: 'float' | 'int64' = 'float'): string {
    this.graph.message(11, valueInfo(name, type === 'float' ? FLOAT : INT64, shape));
    return name;
  }

  /** Makes a value an output under a name of its own. */
  output(name: string, value: string, shape: readonly (number | string)[]): void {
    this.graph.message(1, new Message().text(1, value).text(2, name).text(4, 'Identity'));
    this.graph.message(12, valueInfo(name, FLOAT, shape));
  }

  constant(shape: readonly number[], data: Float32Array): string {
    const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    return this.initializer(shape, FLOAT, bytes);
  }

  integers(values: readonly number[]): string {
    const data = BigInt64Array.from(values, BigInt);
    return this.initializer([values.length], INT64, new Uint8Array(data.buffer));
  }

  private initializer(shape: readonly number[], type: number, bytes: Uint8Array): string {
    const name = this.name('w');
    const m = new Message();
    for (const d of shape) m.int(1, d);
    this.graph.message(5, m.int(2, type).text(8, name).bytes(9, bytes));
    return name;
  }

  node(op: string, inputs: readonly string[], attributes: Readonly<Record<string, Attribute>> = {}): string {
    const out = this.name(op.toLowerCase());
    const m = new Message();
    for (const i of inputs) m.text(1, i);
    m.text(2, out).text(3, out).text(4, op);
    for (const [k, v] of Object.entries(attributes)) m.message(5, attribute(k, v));
    this.graph.message(1, m);
    return out;
  }

  /** The model file. */
  finish(): Uint8Array {
    this.graph.text(2, 'chronos');
    const opset = new Message().text(1, '').int(2, 17);
    return new Message().int(1, 8).text(2, 'keepfolio').message(7, this.graph).message(8, opset).finish();
  }
}
