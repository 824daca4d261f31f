/**
 * The wire between a page and its workers. Every call ends: with a result, with an error that keeps its
 * code and data, or because the worker died, in which case all pending calls are rejected.
 */

/** An API is a record of method -> [request, response, progress]. */
export type Api = { readonly [method: string]: readonly [unknown, unknown, unknown] } | object;
export type MethodOf<A> = keyof A & string;
export type RequestOf<A, M extends MethodOf<A>> = A[M] extends readonly [infer R, unknown, unknown]
  ? R
  : never;
export type ResponseOf<A, M extends MethodOf<A>> = A[M] extends readonly [unknown, infer R, unknown]
  ? R
  : never;
export type ProgressOf<A, M extends MethodOf<A>> = A[M] extends readonly [unknown, unknown, infer P]
  ? P
  : never;

/** Errors cross as data; `code` is stable, `hint` says what to do. */
export interface WireError {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
  readonly data: Readonly<Record<string, unknown>>;
}

export type ToWorker =
  | { readonly kind: 'call'; readonly id: number; readonly method: string; readonly request: unknown }
  | { readonly kind: 'cancel'; readonly id: number };

export type FromWorker =
  | { readonly kind: 'ready' }
  | { readonly kind: 'result'; readonly id: number; readonly response: unknown }
  | { readonly kind: 'progress'; readonly id: number; readonly progress: unknown }
  | { readonly kind: 'error'; readonly id: number; readonly error: WireError };

/** The part of a Worker (or a MessagePort) that both ends need. */
export interface Channel {
  postMessage(message: unknown): void;
  addEventListener(
    type: 'message' | 'error' | 'messageerror',
    listener: (event: { data?: unknown; message?: string }) => void,
  ): void;
}
