import { useDisclosure } from '@mantine/hooks';
import { lazy, Suspense, useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { Outlet, useNavigate } from 'react-router';

import { useIdleLock } from '@/features/accounts/useIdleLock';
import { CallBar } from '@/features/calls/CallBar';
import { ongoing } from '@/features/customers/list/bulkRuns';
import { PopColumn } from '@/features/pops/PopColumn';
import { type KeyBinding, useKeys } from '@/lib/keys';
import { part } from '@/lib/parts';
import { useCan } from '@/lib/session';
import { whenSettled } from '@/lib/settled';
import { useEntities, useRoom } from '@/lib/socket';

import { Banners } from './Banners';
import { type Place, usePlaces } from './nav';
import { Rail } from './Rail';
import styles from './Shell.module.css';
import { TabBar } from './TabBar';
import { Told } from './Told';
import { TopBar } from './TopBar';
import { useOwnPresence } from './useOwnPresence';

const loadPalette = part(() => import('@/features/search/SearchPalette'), 'SearchPalette', 'customers', 'search', 'settings');
const SearchPalette = lazy(loadPalette);
const BulkToasts = lazy(part(() => import('@/features/customers/list/BulkToasts'), 'BulkToasts', 'lists'));
const Arrivals = lazy(part(() => import('@/features/arrivals/Arrivals'), 'Arrivals', 'arrivals'));
const Attention = lazy(part(() => import('@/features/pops/attention/Attention'), 'Attention'));
const Reminders = lazy(part(() => import('@/features/tasks/Reminders'), 'Reminders', 'tasks'));
const WrapUp = lazy(part(() => import('@/features/presence/wrapup/WrapUp'), 'WrapUp', 'dispositions', 'presence', 'profile', 'tasks'));
const KeysOverlay = lazy(part(() => import('./KeysOverlay'), 'KeysOverlay'));

function useShellKeys(places: Place[], search: () => void, help: () => void): void {
  const { t } = useTranslation('shell');
  const navigate = useNavigate();
  const order = places.map(({ key }) => key).join();
  const bindings = useMemo<KeyBinding[]>(
    () => [
      { code: 'KeyK', ctrl: true, label: t('search.open'), run: search },
      { code: 'Slash', shift: true, label: t('keys.open'), run: help },
      ...places.map(({ key, path, code }) => ({ code, after: 'KeyG', label: t(`nav.${key}`), run: () => void navigate(path) })),
    ],
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the order stands for the places, which are new on each render
    [t, search, help, order, navigate],
  );
  useKeys('shell', bindings);
}

/** The frame of every page: rail, top bar, the page's sheet, the column of ringing calls, the call bar. */
export function Shell() {
  const { t } = useTranslation('shell');
  const places = usePlaces();
  const [searching, search] = useDisclosure(false);
  const [helping, help] = useDisclosure(false);
  useShellKeys(places, search.open, help.open);
  useRoom(useCan('presence:read') ? 'presence' : null);
  useIdleLock();
  const reminded = useEntities('reminder', 'me').length > 0;
  const arrived = useEntities('arrival', 'me').length > 0;
  useEffect(() => void whenSettled().then(loadPalette), []);
  const own = useOwnPresence();
  const [busy, setBusy] = useState(false);
  const bulk = useSyncExternalStore(ongoing.subscribe, ongoing.ids);
  return (
    <div className={styles.app}>
      <a href="#content" className={styles.skip}>
        {t('skip')}
      </a>
      <Rail places={places} onKeys={help.open} />
      <TopBar onSearch={search.open} />
      <main id="content" tabIndex={-1} className={styles.main}>
        <Banners />
        <Told />
        <Suspense>{reminded && <Reminders />}</Suspense>
        <Suspense>
          <Attention />
        </Suspense>
        <div className={styles.sheet}>
          <Outlet />
        </div>
      </main>
      <div className={styles.side}>
        <PopColumn />
        <Suspense>{own && (own.until !== null || busy) && <WrapUp own={own} busy={busy} onBusy={setBusy} />}</Suspense>
      </div>
      <div className={styles.bar}>
        <CallBar />
      </div>
      <TabBar places={places} onKeys={help.open} />
      <Suspense>
        {searching && <SearchPalette onClose={search.close} onKeys={help.open} />}
        {helping && <KeysOverlay onClose={help.close} />}
        {bulk.length > 0 && <BulkToasts />}
        {arrived && <Arrivals />}
      </Suspense>
    </div>
  );
}
