import type { CallFilters } from './useCalls';

const DIRECTIONS: readonly string[] = ['inbound', 'outbound', 'internal'];
export const RESULTS = ['completed', 'missed', 'abandoned', 'busy', 'failed', 'unknown'] as const;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The filters an address names; anything unknown counts as any. */
export function readFilters(params: URLSearchParams): CallFilters {
  const direction = params.get('direction') ?? '';
  const result = params.get('result') ?? '';
  return {
    direction: DIRECTIONS.includes(direction) ? (direction as CallFilters['direction']) : '',
    result: (RESULTS as readonly string[]).includes(result) ? (result as CallFilters['result']) : '',
    mine: params.get('mine') === 'true',
    disposition_id: UUID.test(params.get('disposition_id') ?? '') ? (params.get('disposition_id') ?? '') : '',
  };
}

/** The address with these filters; what is any is left out. */
export function withFilters(params: URLSearchParams, filters: CallFilters): URLSearchParams {
  const next = new URLSearchParams(params);
  const values = { direction: filters.direction, result: filters.result, mine: filters.mine ? 'true' : '', disposition_id: filters.disposition_id };
  for (const [name, value] of Object.entries(values)) {
    if (value) next.set(name, value);
    else next.delete(name);
  }
  return next;
}
