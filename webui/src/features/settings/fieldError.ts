import { ApiProblem } from '@/lib/http';

/** What the hub says about one field of the body (`body.email`), or undefined. */
export function fieldError(error: unknown, name: string): string | undefined {
  if (!(error instanceof ApiProblem)) return undefined;
  return error.fields.find(({ field }) => field === name || field === `body.${name}`)?.detail;
}
