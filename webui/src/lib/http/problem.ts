/** One rejected field of a request. */
export interface FieldProblem {
  field: string;
  code: string;
  detail: string;
}

/** The hub's error answer (RFC 9457), or a failure to reach it at all: status 0 and code `unreachable`. */
export class ApiProblem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly detail: string,
    readonly fields: FieldProblem[] = [],
    readonly retryAfter: number | null = null,
    /** Members of the answer that only this code has, such as `current` of `changed`. */
    readonly more: Record<string, unknown> = {},
  ) {
    super(detail || code);
    this.name = 'ApiProblem';
  }

  /** True where trying the same again later may work. */
  get transient(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

interface ProblemBody extends Record<string, unknown> {
  title?: string;
  detail?: string;
  code?: string;
  errors?: FieldProblem[];
}

/** Reads an error answer; anything that is not problem JSON (a proxy's page) becomes code `http_<status>`. */
export async function readProblem(response: Response): Promise<ApiProblem> {
  const retryAfter = Number(response.headers.get('Retry-After')) || null;
  const body = (await response.json().catch(() => ({}))) as ProblemBody;
  const code = body.code ?? `http_${response.status}`;
  return new ApiProblem(response.status, code, body.detail ?? body.title ?? '', body.errors ?? [], retryAfter, body);
}
