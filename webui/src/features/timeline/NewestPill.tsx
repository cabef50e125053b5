import { useTranslation } from 'react-i18next';

import { Icon } from '@/components';

import styles from './Timeline.module.css';

interface Props {
  /** How many have come meanwhile. */
  fresh: number;
  /** The newest is out of sight. */
  away: boolean;
  /** The newest is not even drawn. */
  past: boolean;
  onClick: () => void;
}

/** The way back to the newest entry, and how many have come since. */
export function NewestPill({ fresh, away, past, onClick }: Props) {
  const { t } = useTranslation('timeline');
  const shown = away && (fresh > 0 || past);
  return (
    <div className={styles.pill} role="status">
      {shown && (
        <button type="button" data-fresh={fresh > 0} onClick={onClick}>
          <Icon name="arrow-up" size={14} />
          {fresh > 0 ? t('fresh', { count: fresh }) : t('newest')}
        </button>
      )}
    </div>
  );
}
