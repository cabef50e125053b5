import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

import styles from './Skeleton.module.css';

/** A grey bar in place of text that is on its way; `width` in any CSS unit. */
export function Skeleton({ width = '100%', height = 10 }: { width?: string | number; height?: number }) {
  return <span className={styles.bar} style={{ inlineSize: width, blockSize: height }} />;
}

function useShownAfter(ms: number): boolean {
  const [shown, setShown] = useState(false);
  useEffect(() => {
    const timer = window.setTimeout(() => setShown(true), ms);
    return () => window.clearTimeout(timer);
  }, [ms]);
  return shown;
}

/** Rows in the shape of a list that is loading; nothing for the first 150 ms. `tile`: square marks instead of round ones. */
export function SkeletonRows({ rows = 6, tile = false }: { rows?: number; tile?: boolean }) {
  const { t } = useTranslation('common');
  const shown = useShownAfter(150);
  return (
    <div role="status" aria-label={t('loading')}>
      {shown &&
        Array.from({ length: rows }, (_, row) => (
          <div key={row} className={styles.row}>
            <span className={styles.bar} data-mark={tile ? 'tile' : 'round'} />
            <div className={styles.lines}>
              <Skeleton width={`${38 + ((row * 17) % 30)}%`} />
              <Skeleton width={`${22 + ((row * 11) % 24)}%`} height={8} />
            </div>
          </div>
        ))}
    </div>
  );
}
