interface Link<T> {
  readonly item: T;
  next: Link<T> | null;
}

/**
 * A list walked from the front whose members leave for good once a walk finds them done. So a walk passes only what
 * is still open, and however many there were, each is thrown out once: all walks together stay near-linear.
 */
export class OpenList<T> implements Iterable<T> {
  private first: Link<T> | null = null;
  private last: Link<T> | null = null;

  constructor(items: Iterable<T> = []) {
    for (const item of items) this.push(item);
  }

  push(item: T): void {
    const link: Link<T> = { item, next: null };
    if (this.last) this.last.next = link;
    else this.first = link;
    this.last = link;
  }

  /** Visits members in order, throwing out those that are done, until `visit` returns false. */
  walk(isDone: (item: T) => boolean, visit: (item: T) => boolean): void {
    let before: Link<T> | null = null;
    for (let at = this.first; at; at = at.next) {
      if (isDone(at.item)) {
        this.unlink(before, at);
        continue;
      }
      if (!visit(at.item)) return;
      before = at;
    }
  }

  /** Throws out what is done at the front. */
  trim(isDone: (item: T) => boolean): void {
    this.walk(isDone, () => false);
  }

  /** Puts what `after` names for a member right behind it. */
  insert(after: (item: T) => T | null): void {
    for (let at = this.first; at; at = at.next) {
      const item = after(at.item);
      if (item === null) continue;
      at.next = { item, next: at.next };
      at = at.next;
      if (!at.next) this.last = at;
    }
  }

  *[Symbol.iterator](): Generator<T> {
    for (let at = this.first; at; at = at.next) yield at.item;
  }

  private unlink(before: Link<T> | null, link: Link<T>): void {
    if (before) before.next = link.next;
    else this.first = link.next;
    if (this.last === link) this.last = before;
  }
}
