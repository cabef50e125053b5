import { useTranslation } from 'react-i18next';

import type { Entry } from '@/api';
import { useFormat, useNow } from '@/lib/format';

import { Fact } from './Fact';
import { isLiveEntry } from './groups';
import { numberFact, textFact } from './look';
import { TalkBar } from './TalkBar';

/** Waiting and talking of a call that is over. */
export function CallFacts({ entry }: { entry: Entry }) {
  const { t } = useTranslation('timeline');
  const { clock } = useFormat();
  const waiting = numberFact(entry, 'waited') ?? 0;
  const talking = numberFact(entry, 'talked') ?? 0;
  const held = numberFact(entry, 'held') ?? 0;
  return (
    <>
      {talking > 0 && <TalkBar waiting={waiting} talking={talking} />}
      {waiting > 0 && <Fact label={t('fact.waited')} value={clock(waiting)} clock />}
      {talking > 0 && <Fact label={t('fact.talked')} value={clock(talking)} clock />}
      {held > 0 && <Fact label={t('fact.held')} value={clock(held)} clock />}
    </>
  );
}

/** The running times of a call in progress. */
export function LiveCallFacts({ entry }: { entry: Entry }) {
  const { t } = useTranslation('timeline');
  const { clock } = useFormat();
  const now = useNow(isLiveEntry(entry));
  const answered = textFact(entry, 'answered_at');
  const since = (iso: string, until: number) => clock((until - Date.parse(iso)) / 1000);
  return (
    <>
      <Fact label={t('fact.waited')} value={since(entry.occurred_at, answered ? Date.parse(answered) : now)} clock />
      {answered && <Fact label={t('fact.talking')} value={since(answered, now)} clock />}
    </>
  );
}
