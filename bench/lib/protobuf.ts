/** A protobuf message under construction: just the wire types ONNX needs. */
export class Message {
  private readonly parts: Uint8Array[] = [];

  private push(bytes: readonly number[] | Uint8Array): void {
    this.parts.push(bytes instanceof Uint8Array ? bytes : Uint8Array.from(bytes));
  }

  /** Base-128, lowest group first. */
  private varint(value: number): void {
    const out: number[] = [];
    let rest = value;
    while (rest > 127) {
      out.push((rest % 128) + 128);
      rest = Math.floor(rest / 128);
    }
    out.push(rest);
    this.push(out);
  }

  /** A non-negative integer. */
  int(field: number, value: number): this {
    this.varint(field * 8);
    this.varint(value);
    return this;
  }

  /** -1 is all ten groups of a 64-bit number; no other negative one is needed. */
  signed(field: number, value: number): this {
    if (value >= 0) return this.int(field, value);
    this.varint(field * 8);
    this.push([...Array.from({ length: 9 }, () => 0xff), 1]);
    return this;
  }

  float(field: number, value: number): this {
    this.varint(field * 8 + 5);
    this.push(new Uint8Array(Float32Array.of(value).buffer));
    return this;
  }

  bytes(field: number, value: Uint8Array): this {
    this.varint(field * 8 + 2);
    this.varint(value.byteLength);
    this.push(value);
    return this;
  }

  text(field: number, value: string): this {
    return this.bytes(field, new TextEncoder().encode(value));
  }

  message(field: number, value: Message): this {
    return this.bytes(field, value.finish());
  }

  finish(): Uint8Array {
    const out = new Uint8Array(this.parts.reduce((n, p) => n + p.byteLength, 0));
    let at = 0;
    for (const p of this.parts) {
      out.set(p, at);
      at += p.byteLength;
    }
    return out;
  }
}
