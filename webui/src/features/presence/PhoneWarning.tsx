import { useTranslation } from 'react-i18next';

import type { Presence } from '@/api';
import { Icon } from '@/components';

import styles from './PhoneWarning.module.css';

/** Why no call can come although one is available: beside the presence, in words where there is room. */
export function PhoneWarning({ trouble }: { trouble: NonNullable<Presence['phone']> }) {
  const { t } = useTranslation('presence');
  return (
    <span className={styles.warning} role="status" title={t(`phone.${trouble}.text`)}>
      <Icon name="alert-triangle" size={16} />
      <span className={styles.words}>{t(`phone.${trouble}.title`)}</span>
    </span>
  );
}
