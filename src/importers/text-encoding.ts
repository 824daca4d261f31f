import { KeepfolioError } from '../core/errors.ts';

/** Encodings that broker files were seen in. The two UTF-16 kinds come from spreadsheets. */
export type EncodingName = 'utf-8' | 'utf-8-bom' | 'utf-16le' | 'utf-16be' | 'windows-1252';

const SAVE_AS_CSV =
  'Export the transaction history as CSV from the broker, or save the sheet as CSV, and drop that file.';

/** Files of other kinds that people drop by mistake, by their first bytes. */
const MAGIC: readonly (readonly [readonly number[], string])[] = [
  [[0x89, 0x50, 0x4e, 0x47], 'a PNG image'],
  [[0xff, 0xd8, 0xff], 'a JPEG image'],
  [[0x47, 0x49, 0x46, 0x38], 'a GIF image'],
  [[0x25, 0x50, 0x44, 0x46], 'a PDF document'],
  [[0x50, 0x4b, 0x03, 0x04], 'a ZIP archive or an Excel workbook'],
  [[0xd0, 0xcf, 0x11, 0xe0], 'an old Excel workbook'],
  [[0x1f, 0x8b], 'a gzip archive'],
  [[0x42, 0x4d], 'a bitmap image'],
  [[0x52, 0x49, 0x46, 0x46], 'a media file'],
  [[0x7f, 0x45, 0x4c, 0x46], 'a program'],
];

function refuseOtherKinds(name: string, bytes: Uint8Array): void {
  for (const [magic, kind] of MAGIC) {
    if (!magic.every((b, i) => bytes[i] === b)) continue;
    // "BM" and friends are also letters: a text file may start with them.
    if (magic.length <= 2 && controlShare(bytes) === 0) continue;
    throw new KeepfolioError('not-text', `${name} is ${kind}, not a text file.`, SAVE_AS_CSV);
  }
}

/** Share of bytes in the first 8 KB that no text has. */
function controlShare(bytes: Uint8Array): number {
  const n = Math.min(bytes.length, 8192);
  let odd = 0;
  for (let i = 0; i < n; i++) {
    const b = bytes[i] as number;
    if (b < 32 && b !== 9 && b !== 10 && b !== 13 && b !== 12) odd++;
  }
  return n === 0 ? 0 : odd / n;
}

/** UTF-16 without a mark: nearly every second byte of Latin text is zero. */
function utf16WithoutBom(bytes: Uint8Array): EncodingName | null {
  const n = Math.min(bytes.length, 2048) & ~1;
  if (n < 8) return null;
  let even = 0;
  let odd = 0;
  for (let i = 0; i < n; i += 2) {
    if (bytes[i] === 0) even++;
    if (bytes[i + 1] === 0) odd++;
  }
  const half = n / 2;
  if (odd > half * 0.7 && even < half * 0.1) return 'utf-16le';
  if (even > half * 0.7 && odd < half * 0.1) return 'utf-16be';
  return null;
}

/** The top bit of each of four bytes; as a signed number, so that no step leaves the integers. */
const HIGH_BITS = 0x80808080 | 0;

/** Words looked at in one call: a function called often is compiled, one long loop in a function called once is not. */
const WORDS = 4096;

function areAscii(words: Int32Array, from: number, to: number): boolean {
  let any = 0;
  let w = from;
  for (; w + 4 <= to; w += 4)
    any |=
      (words[w] as number) | (words[w + 1] as number) | (words[w + 2] as number) | (words[w + 3] as number);
  for (; w < to; w++) any |= words[w] as number;
  return (any & HIGH_BITS) === 0;
}

/** A number of leading bytes that are all ASCII; all bytes when the whole file is. */
function asciiLength(bytes: Uint8Array): number {
  let i = 0;
  while (i < bytes.length && (bytes.byteOffset + i) % 4 !== 0)
    if ((bytes[i++] as number) >= 0x80) return i - 1;
  const words = new Int32Array(bytes.buffer, bytes.byteOffset + i, (bytes.length - i) >> 2);
  let w = 0;
  while (w < words.length && areAscii(words, w, Math.min(words.length, w + WORDS))) w += WORDS;
  i += Math.min(w, words.length) * 4;
  while (i < bytes.length && (bytes[i] as number) < 0x80) i++;
  return i;
}

function isUtf8(bytes: Uint8Array): boolean {
  const i = asciiLength(bytes);
  if (i === bytes.length) return true;
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    for (let at = i; at < bytes.length; at += 1 << 20) {
      decoder.decode(bytes.subarray(at, at + (1 << 20)), { stream: at + (1 << 20) < bytes.length });
    }
    return true;
  } catch {
    return false;
  }
}

/**
 * Which encoding the bytes are in.
 * @throws KeepfolioError "empty-file" or "not-text" (an image, a workbook, a program) with the way out.
 */
export function sniffEncoding(name: string, bytes: Uint8Array): EncodingName {
  if (bytes.length === 0) throw new KeepfolioError('empty-file', `${name} is empty.`, SAVE_AS_CSV);
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf)
    return isUtf8(bytes) ? 'utf-8-bom' : 'windows-1252';
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  refuseOtherKinds(name, bytes);
  const wide = utf16WithoutBom(bytes);
  if (wide) return wide;
  if (controlShare(bytes) > 0.1)
    throw new KeepfolioError('not-text', `${name} is not a text file.`, SAVE_AS_CSV);
  return isUtf8(bytes) ? 'utf-8' : 'windows-1252';
}

/**
 * Where a chunk ends: after a line feed where there is one, so that hardly any record is cut in two. A cut record
 * makes the reader join strings, and joined strings are several times slower to read.
 */
function chunkEnd(bytes: Uint8Array, at: number, size: number, encoding: EncodingName): number {
  const end = at + size;
  if (end >= bytes.length) return bytes.length;
  if (encoding === 'utf-16le' || encoding === 'utf-16be') return end;
  // Within the chunk alone: in a file without line ends the search would go back to its start each time.
  const feed = bytes.subarray(at, end).lastIndexOf(10);
  return feed >= 0 ? at + feed + 1 : end;
}

/** Bytes decoded, and characters read, in one step: a millisecond or two of work. */
const CHUNK = 1 << 17;

/** A text in pieces that end at line ends where they can. */
export function* slices(text: string, size = CHUNK): Generator<string> {
  for (let at = 0; at < text.length;) {
    const piece = text.slice(at, at + size);
    // Looked for in the piece alone: in a text without line ends the search would go back to its start each time.
    const feed = at + size < text.length ? piece.lastIndexOf('\n') : -1;
    const whole = feed < 0 ? piece : piece.slice(0, feed + 1);
    yield whole;
    at += whole.length;
  }
}

/** Decodes chunk by chunk, so that a large file is never one string. The byte order mark is dropped. */
export function* decodeChunks(
  bytes: Uint8Array,
  encoding: EncodingName,
  chunkBytes = CHUNK,
): Generator<string> {
  const decoder = new TextDecoder(encoding === 'utf-8-bom' ? 'utf-8' : encoding, { ignoreBOM: true });
  let at = 0;
  let open = false;
  do {
    const end = chunkEnd(bytes, at, chunkBytes, encoding);
    // A chunk that ends at a line end holds whole characters, and decoding it alone is many times faster than as a stream.
    const whole = end === bytes.length || (bytes[end - 1] === 10 && !encoding.startsWith('utf-16'));
    const part = bytes.subarray(at, end);
    const text = open || !whole ? decoder.decode(part, { stream: !whole }) : decoder.decode(part);
    open = !whole;
    yield plainBlanks(at === 0 ? withoutMark(text) : text);
    at = end;
  } while (at < bytes.length);
}

/** Drops the byte order mark, also one that was saved as UTF-8 twice. */
function withoutMark(text: string): string {
  if (text.charCodeAt(0) === 0xfeff) return withoutMark(text.slice(1));
  return text.startsWith('\u00ef\u00bb\u00bf') ? text.slice(3) : text;
}

/** Blanks that do not break, as web pages and some locales print them, mean what a blank means. */
function plainBlanks(text: string): string {
  return text.includes('\u00a0') || text.includes('\u202f') || text.includes('\u2007')
    ? text.replace(/[\u00a0\u202f\u2007]/g, ' ')
    : text;
}
