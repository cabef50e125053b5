import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';

import type { Call } from '@/api';
import { http } from '@/lib/http';

const PAUSE_MS = 600;

type SaveState = 'idle' | 'saving' | 'saved' | 'failed';

/** Text that is saved when typing pauses, when the field is left and when it goes away. Another tab's text shows when nothing is being written here. */
export function useNotes(callId: string, stored: string) {
  const [typed, setTyped] = useState<string | null>(null);
  const [writing, setWriting] = useState(false);
  const [dirty, setDirty] = useState(false);
  const timer = useRef<number | undefined>(undefined);
  const save = useMutation({
    mutationFn: (text: string) => http.put<Call>(`/api/calls/${callId}/notes`, { text }),
    scope: { id: `notes-${callId}` },
    onError: () => setDirty(true),
  });
  // The hub trims what it stores; an ending space must survive while somebody writes.
  if (!writing && !dirty && !save.isPending && typed !== null && typed.trim() === stored.trim()) setTyped(null);
  const flush = () => {
    window.clearTimeout(timer.current);
    if (dirty && typed !== null) {
      setDirty(false);
      save.mutate(typed);
    }
  };
  const latest = useRef(flush);
  useEffect(() => {
    latest.current = flush;
  });
  useEffect(() => () => latest.current(), []);
  const change = (text: string) => {
    setTyped(text);
    setWriting(true);
    setDirty(true);
    window.clearTimeout(timer.current);
    timer.current = window.setTimeout(() => latest.current(), PAUSE_MS);
  };
  const leave = () => {
    setWriting(false);
    flush();
  };
  const resting: SaveState = save.isSuccess ? 'saved' : 'idle';
  const state: SaveState = save.isPending ? 'saving' : save.isError ? 'failed' : dirty ? 'saving' : resting;
  return { text: typed ?? stored, change, flush, leave, state, error: save.error };
}
