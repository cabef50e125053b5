import { useLocation } from 'react-router';

import type { Permission } from '@/api';
import type { IconName } from '@/components';
import { useSession } from '@/lib/session';

/** A place in the navigation; `key` names its text `nav.<key>`, `code` follows G on the keyboard. */
export interface Place {
  key: 'desk' | 'calls' | 'agents' | 'customers' | 'tasks' | 'settings';
  path: string;
  icon: IconName;
  code: string;
  permission: Permission | null;
  /** Where its other pages begin. */
  also?: string[];
}

const PLACES: Place[] = [
  { key: 'desk', path: '/desk', icon: 'headset', code: 'KeyD', permission: 'calls:read' },
  { key: 'calls', path: '/calls', icon: 'phone', code: 'KeyL', permission: 'calls:read' },
  { key: 'agents', path: '/agents', icon: 'users-group', code: 'KeyA', permission: 'presence:manage' },
  {
    key: 'customers',
    path: '/customers',
    icon: 'users',
    code: 'KeyC',
    permission: 'customers:read',
    also: ['/organisations', '/duplicates', '/imports', '/identities'],
  },
  { key: 'tasks', path: '/tasks', icon: 'circle-check', code: 'KeyT', permission: 'tasks:read' },
  { key: 'settings', path: '/settings', icon: 'settings', code: 'KeyS', permission: 'extensions:read' },
];

/** The places that the signed-in person may enter. */
export function usePlaces(): Place[] {
  const permissions = useSession()?.permissions ?? [];
  return PLACES.filter(({ permission }) => permission === null || permissions.includes(permission));
}

/** The class of a place's link: `active` on its other pages too. */
export function usePlaceClass(item: string | undefined): (place: Place) => string {
  const { pathname } = useLocation();
  return ({ also = [] }) => [item, also.some((path) => pathname.startsWith(path)) && 'active'].filter(Boolean).join(' ');
}
