import { useMutation } from '@tanstack/react-query';

import type { Call, Entry } from '@/api';
import { http, queryClient } from '@/lib/http';

/** Timelines are told by their rooms; what is not (a contact's own page) is read again. */
const readAgain = () => queryClient.invalidateQueries({ queryKey: ['timeline'] });

/** Pins an entry to the top of its customer's page, or lets it go. */
export function usePin(entry: Entry) {
  return useMutation({
    mutationFn: () => {
      const path = `/api/entries/${entry.id}/pin`;
      return entry.pinned_at ? http.delete<Entry | undefined>(path) : http.put<Entry | undefined>(path);
    },
    onSuccess: readAgain,
  });
}

/** Changes the words of a note. */
export function useEditNote(entry: Entry) {
  return useMutation({
    mutationFn: (text: string) => http.patch<Entry>(`/api/notes/${entry.interaction_id}`, { text }),
    onSuccess: readAgain,
  });
}

/** Takes a note away. */
export function useDeleteNote(entry: Entry) {
  return useMutation({ mutationFn: () => http.delete(`/api/notes/${entry.interaction_id}`), onSuccess: readAgain });
}

/** Says whose an interaction was; null: nobody's of those it may have been. A message's sender is theirs from then on. */
export function useSayWho(entry: Entry) {
  return useMutation({
    mutationFn: async (customerId: string | null): Promise<void> => {
      if (entry.call_id) await http.put<Call>(`/api/calls/${entry.call_id}/customer`, { customer_id: customerId });
      else if (entry.identity_id && customerId !== null) await http.put(`/api/identities/${entry.identity_id}/customer`, { customer_id: customerId });
    },
    onSuccess: async () => {
      await readAgain();
      await queryClient.invalidateQueries({ queryKey: ['customers'] });
    },
  });
}
