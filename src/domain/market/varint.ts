/** Growing byte buffer of LEB128 varints: 7 bits a byte, low bits first, high bit = more follow. */
export class VarintWriter {
  private bytes = new Uint8Array(1 << 16);
  length = 0;

  /** An unsigned integer below 2^53. */
  unsigned(value: number): void {
    if (this.length + 9 > this.bytes.length) {
      const larger = new Uint8Array(this.bytes.length * 2);
      larger.set(this.bytes);
      this.bytes = larger;
    }
    let rest = value;
    while (rest >= 128) {
      this.bytes[this.length++] = (rest % 128) | 128;
      rest = Math.floor(rest / 128);
    }
    this.bytes[this.length++] = rest;
  }

  /** A signed integer of at most 52 bits, folded so that small magnitudes stay short: 0, -1, 1, -2 … -> 0, 1, 2, 3 … */
  signed(value: number): void {
    this.unsigned(value < 0 ? -2 * value - 1 : 2 * value);
  }

  /** A copy of what was written. */
  finish(): Uint8Array {
    return this.bytes.slice(0, this.length);
  }
}

/** Reads what VarintWriter wrote. Past the end it throws RangeError: a truncated file, never silent zeros. */
export class VarintReader {
  private readonly bytes: Uint8Array;
  at: number;

  constructor(bytes: Uint8Array, at = 0) {
    this.bytes = bytes;
    this.at = at;
  }

  unsigned(): number {
    let value = 0;
    let scale = 1;
    for (let k = 0; k < 8; k++) {
      const b = this.bytes[this.at++];
      if (b === undefined) throw new RangeError('varint beyond the end');
      value += (b & 127) * scale;
      if (b < 128) return value;
      scale *= 128;
    }
    throw new RangeError('varint too long');
  }

  signed(): number {
    const folded = this.unsigned();
    return folded % 2 === 0 ? folded / 2 : -(folded + 1) / 2;
  }
}
