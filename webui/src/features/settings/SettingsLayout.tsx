import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Navigate, NavLink, Outlet, useLocation } from 'react-router';

import { EmptyState, Icon } from '@/components';

import { type Section, useSections } from './sections';
import styles from './SettingsLayout.module.css';

const GROUPS: Section['group'][] = ['channels', 'messages', 'customers', 'people', 'system'];

function SideList({ sections, chosen }: { sections: Section[]; chosen: string }) {
  const { t } = useTranslation('settings');
  const list = useRef<HTMLElement>(null);
  useEffect(() => {
    // on a phone the list is one line that scrolls: where one is must be in sight
    list.current?.querySelector('[aria-current="page"]')?.scrollIntoView({ block: 'nearest', inline: 'center' });
  }, [chosen]);
  return (
    <nav ref={list} className={styles.side} aria-label={t('title')}>
      {GROUPS.filter((group) => sections.some((section) => section.group === group)).map((group) => (
        <section key={group}>
          <h2>{t(`group.${group}`)}</h2>
          {sections
            .filter((section) => section.group === group)
            .map(({ key, icon }) => (
              <NavLink key={key} to={`/settings/${key}`} className={styles.link}>
                <Icon name={icon} />
                {t(`section.${key}`)}
              </NavLink>
            ))}
        </section>
      ))}
    </nav>
  );
}

/** The settings with their list at the start side; only what the person may see is in it. */
export function SettingsLayout() {
  const { t } = useTranslation('settings');
  const { pathname } = useLocation();
  const sections = useSections();
  const key = pathname.split('/')[2] ?? '';
  const first = sections[0];
  if (key === '' && first) return <Navigate to={`/settings/${first.key}`} replace />;
  const allowed = sections.some((section) => section.key === key);
  return (
    <div className={styles.layout}>
      <SideList sections={sections} chosen={key} />
      <div className={styles.page}>
        {allowed ? <Outlet /> : <EmptyState page icon="lock" title={t('denied.title')} text={t('denied.text')} />}
      </div>
    </div>
  );
}
