/** What every answer of a worker is made of: parts of long lists, files, progress. All plain, structured-cloneable records. */

/** A list that may be long: how many there are, and the first of them; all of them when they are few. */
export interface Part<T> {
  readonly total: number;
  readonly rows: readonly T[];
}

/** Rows of a long list from one place on. At most PAGE_ROWS come at once. */
export interface PageRequest {
  readonly from: number;
  readonly count: number;
  /** A column of the list by which it is sorted first. */
  readonly sort?: { readonly key: string; readonly down: boolean };
}

/** Most rows of any list that cross to the page in one message. */
export const PAGE_ROWS = 500;

/** A file for the person: made in the worker, never unpacked on the page. */
export interface FileForPerson {
  readonly name: string;
  readonly content: Blob;
}

/** Progress of a long call. fraction is null when it cannot be known. */
export interface JobProgress {
  readonly stage: string;
  readonly fraction: number | null;
}
