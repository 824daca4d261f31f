/**
 * SHA-256 (FIPS 180-4) of bytes that arrive in pieces. The platform's digest wants the whole message at once and
 * copies it; for weights of hundreds of megabytes that copy, and the wait without a way to stop, are too much.
 */
export interface Sha256Stream {
  add(bytes: Uint8Array): void;
  /** Lower-case hex; nothing may be added afterwards. */
  finish(): string;
}

/** First 32 bits of the fractional parts of a root of the first `count` primes. */
function primeWords(count: number, root: (p: number) => number): Uint32Array {
  const primes: number[] = [];
  for (let n = 2; primes.length < count; n++) if (primes.every((p) => n % p !== 0)) primes.push(n);
  return Uint32Array.from(primes, (p) => {
    const r = root(p);
    return Math.floor((r - Math.floor(r)) * 4294967296);
  });
}
const ROUND_WORDS = Int32Array.from(primeWords(64, Math.cbrt));
const START_WORDS = primeWords(8, Math.sqrt);
const BLOCK = 64;

const rotate = (x: number, n: number): number => (x >>> n) | (x << (32 - n));

function fillSchedule(w: Int32Array, bytes: Uint8Array, from: number): void {
  for (let i = 0, at = from; i < 16; i++, at += 4)
    w[i] =
      ((bytes[at] as number) << 24) |
      ((bytes[at + 1] as number) << 16) |
      ((bytes[at + 2] as number) << 8) |
      (bytes[at + 3] as number);
  for (let i = 16; i < 64; i++) {
    const x = w[i - 15] as number;
    const y = w[i - 2] as number;
    const s0 = rotate(x, 7) ^ rotate(x, 18) ^ (x >>> 3);
    const s1 = rotate(y, 17) ^ rotate(y, 19) ^ (y >>> 10);
    w[i] = ((w[i - 16] as number) + s0 + (w[i - 7] as number) + s1) | 0;
  }
}

/** One block of 64 bytes into the eight words of the state. */
function compress(state: Int32Array, w: Int32Array): void {
  // Indexed one by one: destructuring a typed array runs its iterator, ten times slower here.
  let a = state[0] as number;
  let b = state[1] as number;
  let c = state[2] as number;
  let d = state[3] as number;
  let e = state[4] as number;
  let f = state[5] as number;
  let g = state[6] as number;
  let h = state[7] as number;
  for (let i = 0; i < 64; i++) {
    const s1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + (ROUND_WORDS[i] as number) + (w[i] as number)) | 0;
    const s0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + t1) | 0;
    d = c;
    c = b;
    b = a;
    a = (t1 + t2) | 0;
  }
  state[0] = (state[0] as number) + a;
  state[1] = (state[1] as number) + b;
  state[2] = (state[2] as number) + c;
  state[3] = (state[3] as number) + d;
  state[4] = (state[4] as number) + e;
  state[5] = (state[5] as number) + f;
  state[6] = (state[6] as number) + g;
  state[7] = (state[7] as number) + h;
}

/** A hash that has seen nothing yet. */
export function sha256Stream(): Sha256Stream {
  const state = Int32Array.from(START_WORDS, (x) => x | 0);
  const schedule = new Int32Array(64);
  const rest = new Uint8Array(BLOCK);
  let held = 0;
  let total = 0;
  const block = (bytes: Uint8Array, from: number): void => {
    fillSchedule(schedule, bytes, from);
    compress(state, schedule);
  };
  const add = (bytes: Uint8Array): void => {
    total += bytes.length;
    let at = 0;
    if (held > 0) {
      at = Math.min(BLOCK - held, bytes.length);
      rest.set(bytes.subarray(0, at), held);
      held += at;
      if (held < BLOCK) return;
      block(rest, 0);
    }
    for (; at + BLOCK <= bytes.length; at += BLOCK) block(bytes, at);
    rest.set(bytes.subarray(at));
    held = bytes.length - at;
  };
  return {
    add,
    finish() {
      const bits = BigInt(total) * 8n;
      const padding = new Uint8Array((held < 56 ? 56 : 120) - held + 8);
      padding[0] = 0x80;
      new DataView(padding.buffer).setBigUint64(padding.length - 8, bits);
      add(padding);
      return Array.from(state, (x) => (x >>> 0).toString(16).padStart(8, '0')).join('');
    },
  };
}
