/** What a message tells of one of its files. */
export interface AttachmentFact {
  id: string;
  state: string;
  reason?: string | null;
  name?: string | null;
  view?: string | null;
  bytes?: number | null;
}

const isFile = (item: unknown): item is AttachmentFact => typeof item === 'object' && item !== null && 'id' in item && 'state' in item;

/** The files that a timeline entry tells of. */
export function attachmentsOf(facts: Record<string, unknown>): AttachmentFact[] {
  const told = facts.attachments;
  return Array.isArray(told) ? told.filter(isFile) : [];
}

const REASONS = {
  missing: ['gone', 'unreachable', 'sign_in', 'failed'],
  refused: ['too_large', 'empty', 'address'],
} as const;

/** The key in `attachments.json` of why a file is not there. */
export function stateKey({ state, reason }: AttachmentFact) {
  if (state === 'wanted') return 'state.wanted' as const;
  if (state === 'erased') return 'state.erased' as const;
  if (state === 'refused') return `state.refused.${REASONS.refused.find((known) => known === reason) ?? 'address'}` as const;
  return `state.missing.${REASONS.missing.find((known) => known === reason) ?? 'failed'}` as const;
}

/** A size in the unit that suits it. */
export function sizeOf(bytes: number): { unit: 'bytes' | 'kb' | 'mb'; n: number } {
  if (bytes < 1000) return { unit: 'bytes', n: bytes };
  if (bytes < 1_000_000) return { unit: 'kb', n: Math.round(bytes / 1000) };
  return { unit: 'mb', n: Math.round(bytes / 100_000) / 10 };
}
