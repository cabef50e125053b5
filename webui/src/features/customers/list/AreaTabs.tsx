import { useTranslation } from 'react-i18next';
import { NavLink } from 'react-router';

import type { Permission } from '@/api';
import { useSession } from '@/lib/session';

import styles from './AreaTabs.module.css';

const AREAS: { key: 'customers' | 'organisations' | 'duplicates' | 'imports'; path: string; permission: Permission }[] = [
  { key: 'customers', path: '/customers', permission: 'customers:read' },
  { key: 'organisations', path: '/organisations', permission: 'customers:read' },
  { key: 'duplicates', path: '/duplicates', permission: 'customers:merge' },
  { key: 'imports', path: '/imports', permission: 'customers:import' },
];

/** The pages about customers that this person may see. */
export function useAreas() {
  const permissions = useSession()?.permissions ?? [];
  return AREAS.filter(({ permission }) => permissions.includes(permission));
}

/** Moves between customers, organisations, duplicates and imports. */
export function AreaTabs() {
  const { t } = useTranslation('lists');
  const areas = useAreas();
  return (
    <nav className={styles.areas} aria-label={t('area.label')}>
      {areas.map(({ key, path }) => (
        <NavLink key={key} to={path} end className={styles.area}>
          {t(`area.${key}`)}
        </NavLink>
      ))}
    </nav>
  );
}
