import type { Entry, Recording } from '@/api';

/** What a timeline entry tells of a recording; the rest is read when somebody wants to listen. */
export interface AudioFact {
  id: string;
  kind: Recording['kind'];
  state: Recording['state'];
  reason?: string;
  seconds?: number;
}

const isAudio = (item: unknown): item is AudioFact => typeof item === 'object' && item !== null && 'kind' in item && 'state' in item;

/** The recordings that an entry tells of. */
export function audioOf(entry: Entry): AudioFact[] {
  const told = entry.facts.recordings;
  return Array.isArray(told) ? told.filter(isAudio) : [];
}

const REASONS = {
  missing: ['not_found', 'unreachable', 'sign_in', 'failed'],
  refused: ['not_audio', 'truncated', 'empty', 'too_large'],
} as const;

/** The key in `recordings.json` of why there is nothing to hear. */
export function stateKey({ kind, state, reason }: Pick<AudioFact, 'kind' | 'state'> & { reason?: string | null }) {
  if (state === 'wanted') return `state.wanted.${kind}` as const;
  if (state === 'missing') return `state.missing.${REASONS.missing.find((known) => known === reason) ?? 'failed'}` as const;
  if (state === 'refused') return `state.refused.${REASONS.refused.find((known) => known === reason) ?? 'not_audio'}` as const;
  return 'state.erased' as const;
}
