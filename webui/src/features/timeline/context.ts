import { createContext, use } from 'react';

import type { Entry } from '@/api';

/** What an entry's row can ask its page for; null where it may not. */
export interface EntryActions {
  /** Whose timeline it is; null for a contact without a name. */
  customer: { id: string; name: string } | null;
  /** Begins a note, on an entry. */
  onNote: ((about: Entry) => void) | null;
  /** Begins an SMS, to the number of an entry. */
  onSms?: ((identityId?: string) => void) | null;
  /** Begins a task that comes of an entry. */
  onFollowUp?: ((about: Entry) => void) | null;
}

export const EntryContext = createContext<EntryActions>({ customer: null, onNote: null });

/** What the page around offers. */
export function useEntryActions(): EntryActions {
  return use(EntryContext);
}
