import type { components } from './generated/fuse';

export type Problem = components['schemas']['Problem'];
export type ErrorCode = components['schemas']['ErrorCode'];

/** A refusal by the server, or a server that did not answer: `code` is for programs, `message` for people. */
export class ApiError extends Error {
  readonly code: ErrorCode;
  readonly status: number;

  constructor(code: ErrorCode, detail: string, status = 0) {
    super(detail);
    this.name = 'ApiError';
    this.code = code;
    this.status = status;
  }

  /** Reads problem+json; anything else (a proxy's page, nothing at all) becomes a sentence of our own. */
  static async from(response: Response): Promise<ApiError> {
    const problem: Partial<Problem> | undefined = await response.json().catch(() => undefined);
    const detail = problem?.detail || problem?.title || `The server answered ${response.status}.`;
    return new ApiError(problem?.code ?? codeOf(response.status), detail, response.status);
  }
}

function codeOf(status: number): ErrorCode {
  if (status === 401) return 'unauthorized';
  if (status === 403) return 'forbidden';
  if (status === 404) return 'not_found';
  if (status === 429) return 'rate_limited';
  return 'internal';
}

/** Reasons are clauses ("Fuse offline"), so that one can be part of a line; where they stand alone they are sentences. */
export const sentence = (text: string): string =>
  // An address that it begins with stays as it is.
  text.replace(/^[a-z]+(?=[\s,.’']|$)/, (word) => word.charAt(0).toUpperCase() + word.slice(1)).replace(/[.\s]*$/, '.');

export function problemText(error: unknown): string {
  return error instanceof Error && error.message ? error.message : 'Something went wrong. Try again.';
}
