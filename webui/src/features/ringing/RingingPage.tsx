import { useTranslation } from 'react-i18next';

import { PageHeader } from '@/components';

import { NotifyPart } from './NotifyPart';
import styles from './RingingPage.module.css';
import { SoundPart } from './SoundPart';

/** How this computer calls the signed-in person to a call. */
export function RingingPage() {
  const { t } = useTranslation('ringing');
  return (
    <div className={styles.page}>
      <PageHeader title={t('title')} />
      <div className={styles.body}>
        <p>{t('text')}</p>
        <SoundPart />
        <NotifyPart />
      </div>
    </div>
  );
}
