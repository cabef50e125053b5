import { useLocation } from 'react-router';

import type { Permission } from '@/api';
import type { IconName } from '@/components';
import { useSession } from '@/lib/session';

/** A place in the navigation; `key` names its text `nav.<key>`, `code` follows G on the keyboard. */
export interface Place {
  key: 'desk' | 'conversations' | 'calls' | 'agents' | 'customers' | 'tasks' | 'settings';
  path: string;
  icon: IconName;
  code: string;
  permission: Permission | null;
  /** The part of the hub that it belongs to; without one it is always there. */
  module?: string;
  /** Where its other pages begin. */
  also?: string[];
}

const PLACES: Place[] = [
  { key: 'desk', path: '/desk', icon: 'headset', code: 'KeyD', permission: 'calls:read' },
  { key: 'conversations', path: '/conversations', icon: 'inbox', code: 'KeyI', permission: 'conversations:read' },
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
  { key: 'tasks', path: '/tasks', icon: 'circle-check', code: 'KeyT', permission: 'tasks:read', module: 'tasks' },
  { key: 'settings', path: '/settings', icon: 'settings', code: 'KeyS', permission: 'extensions:read' },
];

/** The places that the signed-in person may enter. */
export function usePlaces(): Place[] {
  const { permissions = [], modules = [] } = useSession() ?? {};
  return PLACES.filter(({ permission, module }) => (!permission || permissions.includes(permission)) && (!module || modules.includes(module)));
}

/** The class of a place's link: `active` on its other pages too. */
export function usePlaceClass(item: string | undefined): (place: Place) => string {
  const { pathname } = useLocation();
  return ({ also = [] }) => [item, also.some((path) => pathname.startsWith(path)) && 'active'].filter(Boolean).join(' ');
}
