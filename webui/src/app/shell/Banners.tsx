import { CloseButton } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { Icon } from '@/components';

import styles from './Banners.module.css';

// Isolated, so that the path reads left to right inside Persian.
const GUIDE = '\u2066docs/operations.md\u2069';
const HIDDEN = 'peyvand-insecure-seen';

/** Over plain HTTP from another machine the browser refuses microphone and notifications: says so, once a tab. */
export function Banners() {
  const { t } = useTranslation('shell');
  const [hidden, setHidden] = useState(() => sessionStorage.getItem(HIDDEN) !== null);
  if (window.isSecureContext || hidden) return null;
  const hide = () => {
    sessionStorage.setItem(HIDDEN, '1');
    setHidden(true);
  };
  return (
    <div className={styles.banner} role="status">
      <Icon name="alert-triangle" />
      <p>
        <b>{t('insecure.title')}</b> {t('insecure.text', { file: GUIDE })}
      </p>
      <CloseButton size="sm" onClick={hide} aria-label={t('insecure.hide')} />
    </div>
  );
}
