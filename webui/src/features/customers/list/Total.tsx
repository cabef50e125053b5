import { useTranslation } from 'react-i18next';

import { useFormat } from '@/lib/format';

import type { ListArea } from './columns';
import styles from './ListPage.module.css';

/** The hub stops counting here. */
export const COUNTED = 10_000;

/** `10,000+` where the hub stopped counting. */
export function useCount(): (total: number) => string {
  const { number } = useFormat();
  const { t } = useTranslation('lists');
  return (total) => (total > COUNTED ? t('over', { count: number(COUNTED) }) : number(total));
}

/** The foot of a list: how many there are, how many of them are shown. */
export function Total({ total, loaded, more, area }: { total: number | null; loaded: number; more: boolean; area: ListArea }) {
  const { t } = useTranslation('lists');
  const { number } = useFormat();
  const count = useCount();
  const known = total ?? loaded;
  return (
    <p className={styles.total} role="status">
      {more ? t('shown', { shown: number(loaded), total: count(known) }) : t(area === 'organisations' ? 'totalOrganisations' : 'total', { count: known, total: count(known) })}
    </p>
  );
}
