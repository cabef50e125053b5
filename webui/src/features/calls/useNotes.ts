import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';

import type { Call } from '@/api';
import { ApiProblem, http } from '@/lib/http';
import { useSession } from '@/lib/session';
import { useConnection } from '@/lib/socket';

import { keepDraft, readDraft } from './drafts';

const PAUSE_MS = 600;

type SaveState = 'idle' | 'saving' | 'saved' | 'failed' | 'met';

interface Order {
  text: string;
  /** The page may be gone before the answer. */
  leaving: boolean;
}

/** Another page wrote meanwhile: what the hub answered with instead of saving. */
function newerOf(error: unknown): Call | null {
  return error instanceof ApiProblem && error.status === 412 ? (error.more.current as Call) : null;
}

/**
 * Text that is saved when typing pauses, when the field or the page is left and when it goes away; what could not be saved outlives a reload.
 * Another page's text shows when nothing is being written here; where both write, `met` is theirs, and nothing is saved before one is chosen.
 */
export function useNotes(callId: string, stored: { text: string; version: number }) {
  const user = useSession()?.user.id ?? '';
  const online = useConnection() === 'online';
  const [draft] = useState(() => readDraft(user, callId));
  const [typed, setTyped] = useState<string | null>(draft?.text ?? null);
  const [writing, setWriting] = useState(false);
  const [dirty, setDirty] = useState(draft !== null);
  const [met, setMet] = useState<Call | null>(null);
  /** The version last saved here, and whether the live updates have told it since: what they tell after that is somebody else's. */
  const [saved, setSaved] = useState<number | null>(null);
  const [echoed, setEchoed] = useState(false);
  const timer = useRef<number | undefined>(undefined);
  /** The version that what is typed was written over. */
  const base = useRef(draft?.base ?? stored.version);
  const save = useMutation({
    mutationFn: ({ text, leaving }: Order) =>
      http.put<Call>(`/api/calls/${callId}/notes`, { text }, { headers: { 'If-Match': `"${base.current}"` }, keepalive: leaving }),
    scope: { id: `notes-${callId}` },
    onSuccess: (answer, { text }) => {
      base.current = answer.notes_version;
      setSaved(answer.notes_version);
      setEchoed(false);
      if (readDraft(user, callId)?.text === text) keepDraft(user, callId, null);
    },
    onError: (error) => {
      setMet(newerOf(error));
      setDirty(true);
    },
  });
  if (!echoed && stored.version === saved) setEchoed(true);
  const theirs = echoed && stored.version !== saved;
  // The hub trims what it stores; an ending space must survive while somebody writes.
  const ours = !writing && typed?.trim() === stored.text.trim();
  if (typed !== null && !dirty && !save.isPending && (theirs || ours)) setTyped(null);
  const flush = (leaving = false) => {
    window.clearTimeout(timer.current);
    if (!dirty || typed === null || met) return;
    setDirty(false);
    save.mutate({ text: typed, leaving });
  };
  const latest = useRef(flush);
  useEffect(() => {
    latest.current = flush;
  });
  useEffect(() => {
    const onHide = () => document.visibilityState === 'hidden' && latest.current(true);
    document.addEventListener('visibilitychange', onHide);
    return () => {
      document.removeEventListener('visibilitychange', onHide);
      latest.current(true);
    };
  }, []);
  useEffect(() => {
    if (online) latest.current();
  }, [online]);
  const change = (text: string) => {
    if (typed === null) base.current = stored.version;
    keepDraft(user, callId, { text, base: base.current });
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
  /** Puts what is written here over the other page's text, which has been seen. */
  const keepMine = () => {
    if (!met || typed === null) return;
    base.current = met.notes_version;
    setMet(null);
    setDirty(false);
    save.mutate({ text: typed, leaving: false });
  };
  const takeTheirs = () => {
    if (!met) return;
    base.current = met.notes_version;
    keepDraft(user, callId, null);
    setTyped(met.notes ?? '');
    setSaved(met.notes_version);
    setEchoed(false);
    setDirty(false);
    setWriting(false);
    setMet(null);
    save.reset();
  };
  const resting: SaveState = save.isSuccess ? 'saved' : 'idle';
  const working: SaveState = save.isPending ? 'saving' : save.isError ? 'failed' : dirty ? 'saving' : resting;
  const state: SaveState = met ? 'met' : working;
  return { text: typed ?? stored.text, change, flush, leave, state, error: save.error, met, keepMine, takeTheirs };
}
