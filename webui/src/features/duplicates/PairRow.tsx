import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';

import type { Duplicate } from '@/api';
import { Avatar } from '@/components';

import styles from './DuplicatesPage.module.css';

/** One pair in the list: both names, and why they may be one. */
export function PairRow({ pair, current, onOpen }: { pair: Duplicate; current: boolean; onOpen: () => void }) {
  const { t } = useTranslation('lists');
  const row = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (current) row.current?.scrollIntoView({ block: 'nearest' });
  }, [current]);
  const { a, b } = pair;
  const same = a.name === b.name;
  return (
    <li>
      <button ref={row} type="button" className={styles.pair} aria-current={current} onClick={onOpen}>
        <Avatar name={a.name} initials={a.initials} size={34} square={a.kind === 'organisation'} />
        <span className={styles.lines}>
          <b className="pv-cut">
            <bdi>{a.name}</bdi>
            {!same && (
              <>
                {' '}
                {t('duplicates.and')} <bdi>{b.name}</bdi>
              </>
            )}
          </b>
          <span className={`${styles.aside} pv-cut`}>{pair.reasons.map(({ code }) => t(`duplicates.reason.${code}`)).join(t('comma'))}</span>
        </span>
      </button>
    </li>
  );
}
