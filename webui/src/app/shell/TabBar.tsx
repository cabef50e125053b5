import { useDisclosure } from '@mantine/hooks';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { NavLink } from 'react-router';

import { Icon } from '@/components';
import { part } from '@/lib/parts';

import { type Place, usePlaceClass } from './nav';
import styles from './TabBar.module.css';

const ConversationsBadge = lazy(part(() => import('@/features/conversations/ConversationsBadge'), 'ConversationsBadge', 'conversations'));
const TasksBadge = lazy(part(() => import('@/features/tasks/TasksBadge'), 'TasksBadge', 'tasks'));
const MoreDrawer = lazy(part(() => import('./MoreDrawer'), 'MoreDrawer'));

/** The navigation of a phone; what does not fit, and the person's own settings, open from "More". */
export function TabBar({ places, onKeys }: { places: Place[]; onKeys: () => void }) {
  const { t } = useTranslation('shell');
  const [open, more] = useDisclosure(false);
  const className = usePlaceClass(styles.item);
  const settings = places.find(({ key }) => key === 'settings');
  return (
    <nav className={styles.bar} aria-label={t('nav.label')}>
      {places
        .filter((place) => place !== settings)
        .map((place) => (
          <NavLink key={place.key} to={place.path} className={({ isActive }) => (isActive ? `${className(place)} active` : className(place))}>
            <Icon name={place.icon} size={22} />
            {t(`nav.${place.key}`)}
            <Suspense>
        {place.key === 'tasks' && <TasksBadge />}
        {place.key === 'conversations' && <ConversationsBadge />}
      </Suspense>
          </NavLink>
        ))}
      <button type="button" className={styles.item} onClick={more.open} aria-haspopup="dialog">
        <Icon name="menu-2" size={22} mirror />
        {t('nav.more')}
      </button>
      <Suspense>{open && <MoreDrawer onClose={more.close} settings={settings} onKeys={onKeys} />}</Suspense>
    </nav>
  );
}
