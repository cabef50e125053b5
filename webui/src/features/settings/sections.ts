import type { Permission } from '@/api';
import type { IconName } from '@/components';
import { useSession } from '@/lib/session';

/** A page of the settings; `key` is its path and names its text `section.<key>`. */
export interface Section {
  key: 'users' | 'teams' | 'people' | 'roles' | 'connectors' | 'extensions' | 'lines' | 'hours' | 'fields' | 'tags' | 'parked' | 'templates';
  group: 'people' | 'channels' | 'messages' | 'customers' | 'system';
  icon: IconName;
  permission: Permission;
}

const SECTIONS: Section[] = [
  { key: 'connectors', group: 'channels', icon: 'plug-connected', permission: 'connectors:read' },
  { key: 'extensions', group: 'channels', icon: 'desk-phone', permission: 'extensions:read' },
  { key: 'lines', group: 'channels', icon: 'phone-incoming', permission: 'lines:manage' },
  { key: 'hours', group: 'channels', icon: 'clock', permission: 'session' },
  { key: 'templates', group: 'messages', icon: 'messages', permission: 'templates:read' },
  { key: 'fields', group: 'customers', icon: 'template', permission: 'fields:manage' },
  { key: 'tags', group: 'customers', icon: 'tag', permission: 'fields:manage' },
  { key: 'teams', group: 'people', icon: 'users-group', permission: 'teams:read' },
  { key: 'people', group: 'people', icon: 'users', permission: 'teams:read' },
  { key: 'users', group: 'people', icon: 'user', permission: 'users:manage' },
  { key: 'roles', group: 'people', icon: 'key', permission: 'roles:manage' },
  { key: 'parked', group: 'system', icon: 'clock-exclamation', permission: 'parked:read' },
];

/** The sections that the signed-in person may see. */
export function useSections(): Section[] {
  const permissions = useSession()?.permissions ?? [];
  return SECTIONS.filter(({ permission }) => permissions.includes(permission));
}
