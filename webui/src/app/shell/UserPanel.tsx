import { SegmentedControl } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';

import type { Calendar, Language, Session, Theme } from '@/api';
import { Avatar, Icon, type IconName } from '@/components';
import { lockSession, signOut } from '@/features/accounts/actions';
import { languageNames } from '@/i18n';
import { http } from '@/lib/http';
import { setSession, useSession } from '@/lib/session';

import type { Place } from './nav';
import styles from './UserPanel.module.css';

interface Preferences {
  language?: Language;
  theme?: Theme;
  calendar?: Calendar;
}

const THEMES: Theme[] = ['auto', 'light', 'dark'];
const CALENDARS: Calendar[] = ['jalali', 'gregorian'];

function Row({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className={styles.row}>
      <span>{label}</span>
      {children}
    </div>
  );
}

function Action({ icon, text, onClick }: { icon: IconName; text: string; onClick: () => void }) {
  return (
    <button type="button" className={styles.action} onClick={onClick}>
      <Icon name={icon} />
      {text}
    </button>
  );
}

function PreferenceRows({ session }: { session: Session }) {
  const { t } = useTranslation('shell');
  const { user } = session;
  const save = useMutation({
    mutationFn: (change: Preferences) => http.patch<Session>('/api/me', change),
    onSuccess: setSession,
  });
  return (
    <div className={styles.rows}>
      <Row label={t('user.language')}>
        <SegmentedControl
          aria-label={t('user.language')}
          value={user.language}
          data={Object.entries(languageNames).map(([value, label]) => ({ value, label }))}
          onChange={(language) => save.mutate({ language: language as Language })}
        />
      </Row>
      <Row label={t('user.theme')}>
        <SegmentedControl
          aria-label={t('user.theme')}
          value={user.theme}
          data={THEMES.map((value) => ({ value, label: t(`theme.${value}`) }))}
          onChange={(theme) => save.mutate({ theme: theme })}
        />
      </Row>
      <Row label={t('user.calendar')}>
        <SegmentedControl
          aria-label={t('user.calendar')}
          value={user.calendar}
          data={CALENDARS.map((value) => ({ value, label: t(`calendar.${value}`) }))}
          onChange={(calendar) => save.mutate({ calendar: calendar })}
        />
      </Row>
    </div>
  );
}

interface Props {
  onDone: () => void;
  /** On a phone these two have no place of their own in the navigation. */
  settings?: Place;
  onKeys?: () => void;
}

/** Who is signed in, how the pages look to them, and the ways out. */
export function UserPanel({ onDone, settings, onKeys }: Props) {
  const { t } = useTranslation('shell');
  const session = useSession();
  const navigate = useNavigate();
  if (!session) return null;
  const go = (path: string) => {
    onDone();
    void navigate(path);
  };
  return (
    <div>
      <div className={styles.who}>
        <Avatar name={session.user.name} initials={session.user.initials} size={44} />
        <div className={styles.names}>
          <b className="pv-cut">{session.user.name}</b>
          <bdi dir="ltr" className="pv-cut">
            {session.user.email}
          </bdi>
        </div>
      </div>
      <PreferenceRows session={session} />
      <div className={styles.actions}>
        {settings && <Action icon={settings.icon} text={t('nav.settings')} onClick={() => go(settings.path)} />}
        {onKeys && (
          <Action
            icon="keyboard"
            text={t('nav.keys')}
            onClick={() => {
              onDone();
              onKeys();
            }}
          />
        )}
        <Action icon="bell" text={t('user.ringing')} onClick={() => go('/ringing')} />
        {session.permissions.includes('tasks:read') && <Action icon="calendar" text={t('user.calendarLinks')} onClick={() => go('/calendar-links')} />}
        <Action icon="key" text={t('user.password')} onClick={() => go('/password')} />
        <Action icon="lock" text={t('user.lock')} onClick={() => void lockSession()} />
        <Action icon="logout" text={t('user.signOut')} onClick={() => void signOut()} />
      </div>
    </div>
  );
}
