/**
 * A refusal that a person can act on: bad input or an environment that cannot do what was asked.
 * It crosses worker and process boundaries as `{code, message, hint}`; bugs are plain `Error`s instead.
 */
export class KeepfolioError extends Error {
  readonly code: string;
  readonly hint: string;
  readonly data: Readonly<Record<string, unknown>>;
  constructor(code: string, message: string, hint = '', data: Record<string, unknown> = {}) {
    super(message);
    this.name = 'KeepfolioError';
    this.code = code;
    this.hint = hint;
    this.data = data;
  }
}
