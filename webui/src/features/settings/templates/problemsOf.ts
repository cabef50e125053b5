import type { TemplateProblem } from '@/api';
import { ApiProblem } from '@/lib/http';

/** What the hub says of the words that it refused. */
export function problemsOf(error: unknown): TemplateProblem[] {
  const told = error instanceof ApiProblem ? error.more.problems : null;
  return Array.isArray(told) ? (told as TemplateProblem[]) : [];
}
