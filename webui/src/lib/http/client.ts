import { learnClock } from '@/lib/clock';

import { ApiProblem, readProblem } from './problem';

type QueryValue = string | number | boolean | null | undefined;

/** What may accompany a request; `query` leaves out null, undefined and ''. */
export interface RequestOptions {
  query?: Record<string, QueryValue>;
  signal?: AbortSignal;
  headers?: Record<string, string>;
  /** A 401 or 423 is the caller's own to explain (a wrong password), not the end of the session. */
  quiet?: boolean;
  /** The request outlives the page. */
  keepalive?: boolean;
}

type AuthListener = (problem: ApiProblem) => void;
let onAuthProblem: AuthListener = () => undefined;

/** Calls back when the hub answers 401 (no session) or 423 (locked), whatever the request was. */
export function setAuthListener(listener: AuthListener): void {
  onAuthProblem = listener;
}

function urlOf(path: string, query: RequestOptions['query']): string {
  const filled = Object.entries(query ?? {}).filter(([, value]) => value != null && value !== '');
  if (filled.length === 0) return path;
  return `${path}?${new URLSearchParams(filled.map(([key, value]) => [key, String(value)]))}`;
}

/** The answer itself, for whoever reads its body bit by bit; rejects like the rest. */
export async function ask(method: string, path: string, body: unknown, options: RequestOptions): Promise<Response> {
  const headers: Record<string, string> = { Accept: 'application/json', ...options.headers };
  if (body !== undefined) headers['Content-Type'] = 'application/json';
  const init: RequestInit = { method, headers, credentials: 'same-origin', signal: options.signal ?? null, keepalive: options.keepalive ?? false };
  if (body !== undefined) init.body = JSON.stringify(body);
  const asked = Date.now();
  const response = await fetch(urlOf(path, options.query), init).catch((error: unknown) => {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new ApiProblem(0, 'unreachable', 'The hub did not answer.');
  });
  learnClock(response.headers.get('Date'), asked);
  if (!response.ok) throw await failed(response, options.quiet);
  return response;
}

async function send<T>(method: string, path: string, body: unknown, options: RequestOptions): Promise<T> {
  const response = await ask(method, path, body, options);
  return (hasBody(response) ? await response.json() : undefined) as T;
}

function hasBody(response: Response): boolean {
  return response.headers.get('Content-Type')?.includes('json') ?? false;
}

async function failed(response: Response, quiet = false): Promise<ApiProblem> {
  const problem = await readProblem(response);
  if (!quiet && (problem.status === 401 || problem.status === 423)) onAuthProblem(problem);
  return problem;
}

/** The hub's API: every method resolves to the parsed answer or rejects with an ApiProblem. */
export const http = {
  get: <T>(path: string, options: RequestOptions = {}) => send<T>('GET', path, undefined, options),
  post: <T = undefined>(path: string, body?: unknown, options: RequestOptions = {}) => send<T>('POST', path, body, options),
  put: <T = undefined>(path: string, body?: unknown, options: RequestOptions = {}) => send<T>('PUT', path, body, options),
  patch: <T = undefined>(path: string, body?: unknown, options: RequestOptions = {}) => send<T>('PATCH', path, body, options),
  delete: <T = undefined>(path: string, options: RequestOptions = {}) => send<T>('DELETE', path, undefined, options),
};
