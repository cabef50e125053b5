import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { Icon } from '@/components';
import { useConnection } from '@/lib/socket';

import styles from './TopBar.module.css';

const PATIENCE_MS = 1_500;

/** Says that the page stands still while the connection is lost; a blink of a second is not worth a word. */
export function ConnectionMark() {
  const { t } = useTranslation('shell');
  const away = useConnection() === 'lost';
  const [shown, setShown] = useState(false);
  useEffect(() => {
    const timer = window.setTimeout(() => setShown(away), away ? PATIENCE_MS : 0);
    return () => window.clearTimeout(timer);
  }, [away]);
  return (
    <span role="status" className={styles.status}>
      {shown && (
        <span className={styles.lost}>
          <Icon name="wifi-off" />
          <span>{t('lost')}</span>
          <span className="pv-sr">{t('lost')}</span>
        </span>
      )}
    </span>
  );
}
