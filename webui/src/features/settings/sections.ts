import type { Permission } from '@/api';
import type { IconName } from '@/components';
import { useSession } from '@/lib/session';

/** A page of the settings; `key` is its path and names its text `section.<key>`. */
export interface Section {
  key: 'users' | 'connectors' | 'extensions';
  group: 'people' | 'channels';
  icon: IconName;
  permission: Permission;
}

const SECTIONS: Section[] = [
  { key: 'connectors', group: 'channels', icon: 'plug-connected', permission: 'connectors:read' },
  { key: 'extensions', group: 'channels', icon: 'desk-phone', permission: 'extensions:read' },
  { key: 'users', group: 'people', icon: 'users', permission: 'users:manage' },
];

/** The sections that the signed-in person may see. */
export function useSections(): Section[] {
  const permissions = useSession()?.permissions ?? [];
  return SECTIONS.filter(({ permission }) => permissions.includes(permission));
}
