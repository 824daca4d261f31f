/** "Fees & Comm" -> "fees comm", "Amount ($)" -> "amount": how header cells are compared. */
export function headerKey(cell: string): string {
  return cell
    .slice(0, 200)
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** Column positions by header name. Columns never move by position, only by name. */
export class Columns {
  readonly keys: readonly string[];
  private readonly at = new Map<string, number>();
  constructor(headerCells: readonly string[]) {
    this.keys = headerCells.map(headerKey);
    this.keys.forEach((k, i) => {
      if (k !== '' && !this.at.has(k)) this.at.set(k, i);
    });
  }

  /** First of the names that the header has; -1 when none. */
  find(...names: readonly string[]): number {
    for (const name of names) {
      const i = this.at.get(name);
      if (i !== undefined) return i;
    }
    return -1;
  }

  has(name: string): boolean {
    return this.at.has(name);
  }
}
