import { Button } from '@mantine/core';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';

import type { Pop } from '@/api';
import { Icon } from '@/components';
import { useNameOf } from '@/features/calls/who';
import { hubNow } from '@/lib/clock';
import { useFormat } from '@/lib/format';
import { whenSettled } from '@/lib/settled';
import { useEntities } from '@/lib/socket';

import { inColumn } from '../order';
import { loadPanels } from '../panels';
import styles from './Attention.module.css';
import { useNotifications } from './useNotifications';
import { useSound } from './useSound';
import { useTabTitle } from './useTabTitle';

/** Calls the agent to a ringing call: by the tab's title, by sound, and from another window by a desktop notification. */
export function Attention() {
  const { t } = useTranslation('pops');
  const { digits } = useFormat();
  const nameOf = useNameOf();
  const ringing = inColumn(useEntities<Pop>('pop', 'me'), hubNow()).filter(({ state }) => state === 'ringing');
  const first = ringing[0];
  const { blocked, audio } = useSound(first !== undefined);
  useTabTitle(first ? t('pageTitle', { shown: digits(ringing.length), who: nameOf(first) }) : null);
  useNotifications(
    ringing.map((pop) => ({
      id: pop.id,
      title: t('announce', { who: nameOf(pop) }),
      body: [pop.queue, pop.number && `\u2066${digits(pop.number.display)}\u2069`].filter(Boolean).join(t('comma')),
    })),
  );
  // A key that opens a form must not wait for it while the phone rings.
  const rings = first !== undefined;
  useEffect(() => {
    if (rings) loadPanels();
    else void whenSettled().then(loadPanels);
  }, [rings]);
  return (
    <>
      <audio ref={audio} loop hidden />
      {blocked && (
        <div className={styles.notice} role="status">
          <Icon name="bell" />
          <p>
            <b>{t('sound.blocked')}</b> {t('sound.why')}
          </p>
          {/* Any click or key does it; this one is for whoever looks for where. */}
          <Button size="compact-xs" variant="default">
            {t('sound.allow')}
          </Button>
        </div>
      )}
    </>
  );
}
