import type { Channel, CustomerRow } from '@/api';

export type CustomerHit = CustomerRow & { matched?: { kind: 'name' | 'number' | 'email' | 'organisation'; text: string } | null };

export interface MessageHit {
  interaction_id: string;
  customer: { id: string; name: string } | null;
  identity_id: string | null;
  channel: Channel;
  occurred_at: string;
  subject: string | null;
  snippet: string;
  /** Where the words stand in the snippet: [start, end). */
  marks: [number, number][];
}

/** What a search found; `layout.tried` is the text on the other keyboard, when that gave the hits. */
export interface SearchAnswer {
  customers: CustomerHit[];
  messages: MessageHit[];
  layout: { tried: string } | null;
  took_ms: number;
}
