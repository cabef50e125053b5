import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { NavLink } from 'react-router';

import { Icon, type IconName, Logo } from '@/components';
import { part } from '@/lib/parts';

import { type Place, usePlaceClass } from './nav';
import styles from './Rail.module.css';

const ConversationsBadge = lazy(part(() => import('@/features/conversations/ConversationsBadge'), 'ConversationsBadge', 'conversations'));
const TasksBadge = lazy(part(() => import('@/features/tasks/TasksBadge'), 'TasksBadge', 'tasks'));

function RailLink({ place }: { place: Place }) {
  const { t } = useTranslation('shell');
  const name = usePlaceClass(styles.item)(place);
  return (
    <NavLink to={place.path} className={({ isActive }) => (isActive ? `${name} active` : name)}>
      <Icon name={place.icon} size={20} />
      {t(`nav.${place.key}`)}
      <Suspense>
        {place.key === 'tasks' && <TasksBadge />}
        {place.key === 'conversations' && <ConversationsBadge />}
      </Suspense>
    </NavLink>
  );
}

function RailButton({ icon, text, onClick }: { icon: IconName; text: string; onClick: () => void }) {
  return (
    <button type="button" className={styles.item} onClick={onClick}>
      <Icon name={icon} size={20} />
      {text}
    </button>
  );
}

/** The navigation at the start side; settings and keys sit at its foot. */
export function Rail({ places, onKeys }: { places: Place[]; onKeys: () => void }) {
  const { t } = useTranslation('shell');
  const settings = places.find(({ key }) => key === 'settings');
  return (
    <nav className={styles.rail} aria-label={t('nav.label')}>
      <span className={styles.logo}>
        <Logo />
      </span>
      {places
        .filter((place) => place !== settings)
        .map((place) => (
          <RailLink key={place.key} place={place} />
        ))}
      <span className={styles.gap} />
      <RailButton icon="keyboard" text={t('nav.keys')} onClick={onKeys} />
      {settings && <RailLink place={settings} />}
    </nav>
  );
}
