import type { Channel, Direction, Entry } from '@/api';

/** What of a timeline is shown. Empty means all. */
export interface Filters {
  channels: Channel[];
  direction: Direction | '';
  state: StateFilter | '';
  agentId: string;
  text: string;
}

export const CHANNELS: readonly Channel[] = ['call', 'sms', 'email', 'chat', 'note', 'campaign', 'event'];
export const DIRECTIONS = ['in', 'out'] as const;
export const STATES = ['completed', 'missed', 'abandoned', 'busy', 'failed'] as const;
export type StateFilter = (typeof STATES)[number];

export const EVERYTHING: Filters = { channels: [], direction: '', state: '', agentId: '', text: '' };

const oneOf = <T extends string>(known: readonly T[], value: string | null): T | '' => known.find((name) => name === value) ?? '';

/** The filters that an address asks for; what it does not know is left out. */
export function filtersOf(params: URLSearchParams): Filters {
  const wanted = (params.get('channel') ?? '').split(',');
  return {
    channels: CHANNELS.filter((name) => wanted.includes(name)),
    direction: oneOf(DIRECTIONS, params.get('direction')),
    state: oneOf(STATES, params.get('state')),
    agentId: params.get('agent') ?? '',
    text: params.get('text') ?? '',
  };
}

/** The address with these filters; everything else in it stays. */
export function withFilters(params: URLSearchParams, filters: Filters): URLSearchParams {
  const next = new URLSearchParams(params);
  const values = {
    channel: filters.channels.join(','),
    direction: filters.direction,
    state: filters.state,
    agent: filters.agentId,
    text: filters.text,
  };
  for (const [name, value] of Object.entries(values)) {
    if (value === '') next.delete(name);
    else next.set(name, value);
  }
  return next;
}

/** How the API is asked for them. */
export function queryOf(filters: Filters): Record<string, string> {
  const { channels, direction, state, agentId, text } = filters;
  return { channel: channels.join(','), direction, state, agent_id: agentId, q: text.trim() };
}

/** How many besides the channels and the text are set. */
export function countOf({ direction, state, agentId }: Filters): number {
  return [direction, state, agentId].filter((value) => value !== '').length;
}

/** Whether anything is left out. */
export function isFiltered(filters: Filters): boolean {
  return filters.channels.length > 0 || filters.text.trim() !== '' || countOf(filters) > 0;
}

/** Letters and digits as the hub compares them: one form of each, and no case. */
export function fold(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f\u064b-\u065f\u0670\u200c\u0640]/g, '')
    .replace(/[يى]/g, 'ی')
    .replace(/ك/g, 'ک')
    .replace(/[۰-۹٠-٩]/g, (digit) => String(digit.charCodeAt(0) & 0xf))
    .toLowerCase();
}

/** Whether an entry that came by the live room belongs to what is shown. */
export function fits(entry: Entry, filters: Filters): boolean {
  const { channels, direction, state, agentId, text } = filters;
  const words = fold(text).split(/\s+/).filter(Boolean);
  const content = fold(`${entry.subject ?? ''} ${entry.text ?? ''}`);
  return (
    (channels.length === 0 || channels.includes(entry.channel)) &&
    (direction === '' || entry.direction === direction) &&
    (state === '' || entry.state === state) &&
    (agentId === '' || entry.agent?.id === agentId) &&
    words.every((word) => content.includes(word))
  );
}
