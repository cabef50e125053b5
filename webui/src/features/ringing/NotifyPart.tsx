import { Switch } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { Callout } from '@/components';
import { useRingPrefs } from '@/features/pops/attention/prefs';
import { notificationsAllowed } from '@/features/pops/attention/useNotifications';

import styles from './RingingPage.module.css';

/** Desktop notifications; the browser is asked here and nowhere else, by the switch. */
export function NotifyPart() {
  const { t } = useTranslation('ringing');
  const [prefs, change] = useRingPrefs();
  const [allowed, setAllowed] = useState(notificationsAllowed);
  const turn = async (notify: boolean) => {
    const answer = notify && allowed === 'default' ? await Notification.requestPermission() : allowed;
    setAllowed(answer);
    change({ notify: notify && answer === 'granted' });
  };
  return (
    <section className={styles.part}>
      <h2>{t('notify.title')}</h2>
      <Switch
        label={t('notify.on')}
        description={t('notify.text')}
        checked={prefs.notify && allowed === 'granted'}
        disabled={allowed === 'none' || allowed === 'denied'}
        onChange={(event) => void turn(event.currentTarget.checked)}
      />
      {allowed === 'none' && <Callout tone="info">{t('notify.none')}</Callout>}
      {allowed === 'denied' && <Callout tone="warn">{t('notify.denied')}</Callout>}
    </section>
  );
}
