import { useTranslation } from 'react-i18next';

import type { Permission } from '@/api';
import { usePlaces } from '@/app/shell/nav';
import type { IconName } from '@/components';
import { lockSession, signOut } from '@/features/accounts/actions';
import { useSections } from '@/features/settings/sections';
import { useSession } from '@/lib/session';

/** A page to go to or something to do; only what this person may. */
export interface Command {
  id: string;
  group: 'pages' | 'actions';
  name: string;
  aside?: string;
  icon: IconName;
  path?: string;
  run?: () => void;
}

interface Known {
  key: 'organisations' | 'duplicates' | 'imports' | 'create' | 'importFile' | 'history';
  group: Command['group'];
  icon: IconName;
  path: string;
  permission: string;
}

const KNOWN: Known[] = [
  { key: 'organisations', group: 'pages', icon: 'building', path: '/organisations', permission: 'customers:read' },
  { key: 'duplicates', group: 'pages', icon: 'git-merge', path: '/duplicates', permission: 'customers:merge' },
  { key: 'imports', group: 'pages', icon: 'history', path: '/imports', permission: 'customers:import' },
  { key: 'create', group: 'actions', icon: 'user-plus', path: '/customers?new=1', permission: 'customers:write' },
  { key: 'importFile', group: 'actions', icon: 'file-import', path: '/imports/new', permission: 'customers:import' },
];

/** Every page and action of this person; `onKeys` shows the keys. */
export function useCommands(onKeys: () => void): Command[] {
  const { t } = useTranslation(['search', 'shell', 'settings']);
  const permissions = useSession()?.permissions ?? [];
  const places = usePlaces();
  const sections = useSections();
  const may = (permission: string) => permissions.includes(permission as Permission);
  return [
    ...places.map(({ key, path, icon }): Command => ({ id: `place-${key}`, group: 'pages', name: t(`shell:nav.${key}`), icon, path })),
    ...KNOWN.filter(({ permission }) => may(permission)).map(({ key, group, icon, path }): Command => ({ id: key, group, icon, path, name: t(`search:command.${key as 'create'}`) })),
    ...sections.map(({ key, icon }): Command => ({ id: `section-${key}`, group: 'pages', name: t(`settings:section.${key}`), aside: t('shell:nav.settings'), icon, path: `/settings/${key}` })),
    { id: 'keys', group: 'actions', name: t('shell:keys.open'), icon: 'keyboard', run: onKeys },
    { id: 'lock', group: 'actions', name: t('shell:user.lock'), icon: 'lock', run: () => void lockSession() },
    { id: 'sign-out', group: 'actions', name: t('shell:user.signOut'), icon: 'logout', run: () => void signOut() },
  ];
}

/** Those whose words hold all that was typed. */
export function fitting(commands: Command[], text: string): Command[] {
  const words = text.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  return commands.filter(({ name, aside = '' }) => words.every((word) => `${name} ${aside}`.toLocaleLowerCase().includes(word)));
}
