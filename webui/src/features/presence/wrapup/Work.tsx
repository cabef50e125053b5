import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Call } from '@/api';
import { Callout, Kbd } from '@/components';
import { CallNotes } from '@/features/calls/CallNotes';
import { DispositionChoice } from '@/features/dispositions/DispositionChoice';
import { type Dispose, useDispose } from '@/features/dispositions/useDispose';
import { FollowUpOutcome } from '@/features/tasks/FollowUp';
import { FollowUpFields } from '@/features/tasks/FollowUpFields';
import { useFollowUp } from '@/features/tasks/useFollowUp';
import { http, useProblemText } from '@/lib/http';
import { type KeyBinding, useKeys } from '@/lib/keys';
import { useCan } from '@/lib/session';

import styles from './WrapUp.module.css';

interface Props {
  call: Call | null;
  over: boolean;
  /** The call must be given a result before wrap-up ends. */
  owed: boolean;
  onBusy: (busy: boolean) => void;
  onOpen: () => void;
}

type Next = { state: 'available' } | { state: 'away'; reason: 'break' };

/** Somebody writes somewhere else: the panel's keys are not meant then. */
function writesElsewhere(panel: HTMLElement | null): boolean {
  const at = document.activeElement;
  return at instanceof HTMLElement && at.matches('input, textarea, [contenteditable="true"]') && !panel?.contains(at);
}

/** Saves the result that is picked and the next step if one was typed, then leaves wrap-up: all of it, or it stays. */
function useFinish(follow: ReturnType<typeof useFollowUp>, dispose: Dispose, over: boolean) {
  return useMutation({
    mutationFn: async (next: Next) => {
      await dispose.flush();
      if (follow.typed) await follow.save();
      if (!over) await http.put('/api/me/presence', next);
    },
  });
}

/** The result, notes and the next step, and one button, or Ctrl+Enter, that saves them and ends wrap-up. */
export function Work({ call, over, owed, onBusy, onOpen }: Props) {
  const { t } = useTranslation(['presence', 'calls', 'dispositions']);
  const problem = useProblemText();
  const follows = useCan('tasks:write') && call !== null;
  const follow = useFollowUp({ callId: call?.id }, { day: 'tomorrow', promise: false });
  const dispose = useDispose(call);
  const finish = useFinish(follow, dispose, over);
  const [asked, ask] = useState(false);
  const lacks = owed && dispose.chosen === null && dispose.picked === null;
  const panel = useRef<HTMLDivElement>(null);
  const title = useRef<HTMLInputElement>(null);
  const result = useRef<HTMLDivElement>(null);
  const end = (next: Next) => {
    ask(lacks);
    if (lacks) result.current?.querySelector('input')?.focus();
    else if (!finish.isPending) finish.mutate(next);
  };
  useEffect(() => onBusy(follow.typed), [onBusy, follow.typed]);
  useWorkKeys({ panel, title, result, onOpen, onEnd: () => end({ state: 'available' }) });
  return (
    <div className={styles.work} ref={panel}>
      {call && (
        <DispositionChoice call={call} dispose={dispose} field={result} missing={asked && lacks} needed={owed ? t('dispositions:needed') : undefined} />
      )}
      {call && (
        <div>
          <h3>{t('calls:notes.label')}</h3>
          <CallNotes callId={call.id} notes={call.notes} version={call.notes_version} />
        </div>
      )}
      {follows && (
        <form className={styles.next} onSubmit={(event) => (event.preventDefault(), follow.ready && void follow.save().catch(() => undefined))}>
          <h3>{t('presence:wrapUp.next')}</h3>
          {over && <p className={styles.hint}>{t('presence:wrapUp.overText')}</p>}
          <FollowUpFields follow={follow} title={title} />
          <FollowUpOutcome follow={follow} />
        </form>
      )}
      {finish.isError && !follow.make.error && (
        <Callout tone="bad" alert>
          {t('presence:wrapUp.failed', { reason: problem(finish.error) })}
        </Callout>
      )}
      <div className={styles.foot}>
        <Button className={styles.finish} loading={finish.isPending} rightSection={<Kbd on="accent">Ctrl ↵</Kbd>} onClick={() => end({ state: 'available' })}>
          {t(over ? 'presence:wrapUp.add' : follow.typed ? 'presence:wrapUp.finishWith' : 'presence:wrapUp.finish')}
        </Button>
        {over ? (
          <Button variant="default" onClick={follow.clear}>
            {t('presence:wrapUp.discard')}
          </Button>
        ) : (
          <Button variant="default" disabled={finish.isPending} onClick={() => end({ state: 'away', reason: 'break' })}>
            {t('presence:wrapUp.break')}
          </Button>
        )}
      </div>
    </div>
  );
}

interface Keys {
  panel: React.RefObject<HTMLDivElement | null>;
  title: React.RefObject<HTMLInputElement | null>;
  result: React.RefObject<HTMLDivElement | null>;
  onOpen: () => void;
  onEnd: () => void;
}

/** By the page's rank: the keys of a card that rings win. */
function useWorkKeys({ panel, title, result, onOpen, onEnd }: Keys): void {
  const { t } = useTranslation('presence');
  const latest = useRef({ onOpen, onEnd });
  useEffect(() => {
    latest.current = { onOpen, onEnd };
  });
  const bindings = useMemo<KeyBinding[]>(() => {
    const focus = (find: () => HTMLElement | null | undefined) => () => {
      latest.current.onOpen();
      requestAnimationFrame(() => find()?.focus());
    };
    return [
      { code: 'KeyN', label: t('wrapUp.keys.notes'), run: focus(() => panel.current?.querySelector('textarea')) },
      { code: 'KeyR', label: t('wrapUp.keys.result'), run: focus(() => result.current?.querySelector<HTMLElement>('input, button')) },
      { code: 'KeyF', label: t('wrapUp.keys.next'), run: focus(() => title.current) },
      { code: 'Enter', ctrl: true, label: t('wrapUp.keys.finish'), run: () => !writesElsewhere(panel.current) && latest.current.onEnd() },
    ];
  }, [t, panel, title, result]);
  useKeys('page', bindings);
}
