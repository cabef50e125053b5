import type { SmsBulkResult } from '@/api';

/** Those who stand alike, with how many of them at each operator. */
export interface Alike {
  state: string;
  reason: string | null;
  count: number;
  operators: { name: string; count: number }[];
}

/** The results by state and reason, the most first. */
export function grouped(results: readonly SmsBulkResult[]): Alike[] {
  const found = new Map<string, Alike>();
  for (const { state, reason, operator, count } of results) {
    const key = `${state} ${reason ?? ''}`;
    const alike = found.get(key) ?? { state, reason, count: 0, operators: [] };
    alike.count += count;
    if (operator) alike.operators.push({ name: operator, count });
    found.set(key, alike);
  }
  return [...found.values()].sort((one, other) => other.count - one.count);
}
