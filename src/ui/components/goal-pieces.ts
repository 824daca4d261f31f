export interface GoalPiece {
  readonly start: number;
  readonly text: string;
  readonly marked: boolean;
}

/** Cuts a text at the recognised ranges; ranges may overlap, and ranges outside the text are cut to it. */
export function piecesOf(
  text: string,
  spans: Readonly<Record<string, readonly [number, number]>>,
): readonly GoalPiece[] {
  const marked = new Uint8Array(text.length);
  for (const [start, end] of Object.values(spans))
    marked.fill(1, Math.max(0, start), Math.min(text.length, end));
  const pieces: GoalPiece[] = [];
  let start = 0;
  for (let i = 1; i <= text.length; i++) {
    if (i < text.length && marked[i] === marked[start]) continue;
    pieces.push({ start, text: text.slice(start, i), marked: marked[start] === 1 });
    start = i;
  }
  return pieces;
}
