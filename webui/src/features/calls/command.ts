import { useMutation } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { ApiProblem, http, useProblemText } from '@/lib/http';
import { useEntities } from '@/lib/socket';

interface Result {
  id: string;
  state: 'done' | 'failed';
  code: string | null;
  detail: string | null;
}

/** How a command to the phone system stands; `late`: it was sent and nothing has come back for a while. */
export type CommandState = 'idle' | 'sending' | 'late' | 'done' | 'failed';

export interface Command {
  state: CommandState;
  /** Why it failed, in the reader's language. */
  reason: string;
  send: (path: string, body?: unknown) => void;
  reset: () => void;
}

const PATIENCE_MS = 10_000;

function useReason(): (code: string) => string | null {
  const { i18n } = useTranslation('calls');
  return (code) => {
    const key = `command.code.${code}`;
    return i18n.exists(key, { ns: 'calls' }) ? i18n.t(key, { ns: 'calls', defaultValue: '' }) : null;
  };
}

/** The most telling code of a refused request: a field's before the answer's. */
function codeOf(error: unknown): string {
  return error instanceof ApiProblem ? (error.fields[0]?.code ?? error.code) : '';
}

function useLate(waiting: boolean): boolean {
  const [late, setLate] = useState(false);
  useEffect(() => {
    if (!waiting) return;
    const timer = window.setTimeout(() => setLate(true), PATIENCE_MS);
    return () => {
      window.clearTimeout(timer);
      setLate(false);
    };
  }, [waiting]);
  return late;
}

/** Sends a command to the phone system and follows its result through the live updates. */
export function useCommand(): Command {
  const problem = useProblemText();
  const reasonOf = useReason();
  const request = useMutation({
    mutationFn: ({ path, body }: { path: string; body?: unknown }) => http.post<{ command_id: string } | undefined>(path, body),
  });
  const result = useEntities<Result>('command', 'me').find(({ id }) => id === request.data?.command_id);
  const waiting = request.isPending || (request.data?.command_id !== undefined && !result);
  const late = useLate(waiting);
  const send = (path: string, body?: unknown) => request.mutate({ path, body });
  const reset = () => request.reset();
  if (request.isError) return { state: 'failed', reason: reasonOf(codeOf(request.error)) ?? problem(request.error), send, reset };
  if (waiting) return { state: late ? 'late' : 'sending', reason: '', send, reset };
  if (request.isIdle) return { state: 'idle', reason: '', send, reset };
  const failed = result?.state === 'failed';
  return { state: failed ? 'failed' : 'done', reason: failed ? (reasonOf(result.code ?? '') ?? reasonOf('failed') ?? '') : '', send, reset };
}
