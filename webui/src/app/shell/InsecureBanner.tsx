import { CloseButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { Icon } from '@/components';

import styles from './Banners.module.css';

// Isolated, so that the path reads left to right inside Persian.
const GUIDE = '\u2066docs/operations.md\u2069';

/** What the browser refuses over plain HTTP, and where to read about it. */
export function InsecureBanner({ onHide }: { onHide: () => void }) {
  const { t } = useTranslation('shell');
  return (
    <div className={styles.banner} role="status">
      <Icon name="alert-triangle" />
      <p>
        <b>{t('insecure.title')}</b> {t('insecure.text', { file: GUIDE })}
      </p>
      <CloseButton size="sm" onClick={onHide} aria-label={t('insecure.hide')} />
    </div>
  );
}
