import { useTranslation } from 'react-i18next';

import type { Call, Entry } from '@/api';
import { running, talked, waited } from '@/features/calls/durations';
import { useFormat, useNow } from '@/lib/format';
import { useEntities } from '@/lib/socket';

import { Fact } from './Fact';
import { isLiveEntry } from './groups';
import { numberFact } from './look';
import { TalkBar } from './TalkBar';

/** Waiting and talking of a call that is over. */
export function CallFacts({ entry }: { entry: Entry }) {
  const { t } = useTranslation('timeline');
  const { clock } = useFormat();
  const waiting = numberFact(entry, 'waiting_seconds') ?? 0;
  const talking = numberFact(entry, 'talking_seconds') ?? 0;
  const held = numberFact(entry, 'held_seconds') ?? 0;
  return (
    <>
      {talking > 0 && <TalkBar waiting={waiting} talking={talking} />}
      {waiting > 0 && <Fact label={t('fact.waited')} value={clock(waiting)} clock />}
      {talking > 0 && <Fact label={t('fact.talked')} value={clock(talking)} clock />}
      {held > 0 && <Fact label={t('fact.held')} value={clock(held)} clock />}
    </>
  );
}

/** The running times of a call in progress; without the right to see the call, the time since it came. */
export function LiveCallFacts({ entry }: { entry: Entry }) {
  const { t } = useTranslation('timeline');
  const { clock } = useFormat();
  const now = useNow(isLiveEntry(entry));
  const call = useEntities<Call>('call').find(({ id }) => id === entry.call_id);
  const since = Math.max(0, (now - Date.parse(entry.occurred_at)) / 1000);
  if (!call) return <Fact label={t(entry.state === 'answered' ? 'fact.talking' : 'fact.waited')} value={clock(since)} clock />;
  const answered = call.answered_at !== null;
  return (
    <>
      <Fact label={t('fact.waited')} value={clock(answered ? waited(call, now) : running(call, now))} clock />
      {answered && <Fact label={t('fact.talking')} value={clock(talked(call, now))} clock />}
    </>
  );
}
