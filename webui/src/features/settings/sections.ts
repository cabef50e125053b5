import type { Permission } from '@/api';
import type { IconName } from '@/components';
import { useSession } from '@/lib/session';

/** A page of the settings; `key` is its path and names its text `section.<key>`. */
export interface Section {
  key: 'users' | 'teams' | 'people' | 'roles' | 'connectors' | 'extensions' | 'lines' | 'hours' | 'dispositions' | 'fields' | 'tags' | 'parked' | 'sms' | 'bulks' | 'replies' | 'suppressions' | 'consents' | 'templates' | 'modules' | 'keys' | 'outbox';
  group: 'people' | 'channels' | 'messages' | 'customers' | 'system';
  icon: IconName;
  permission: Permission;
  /** The part of the hub that it belongs to; without one it is always there. */
  module?: string;
}

const SECTIONS: Section[] = [
  { key: 'connectors', group: 'channels', icon: 'plug-connected', permission: 'connectors:read' },
  { key: 'extensions', group: 'channels', icon: 'desk-phone', permission: 'extensions:read' },
  { key: 'lines', group: 'channels', icon: 'phone-incoming', permission: 'lines:manage', module: 'lines' },
  { key: 'hours', group: 'channels', icon: 'clock', permission: 'session', module: 'hours' },
  { key: 'dispositions', group: 'channels', icon: 'list-tree', permission: 'dispositions:manage' },
  { key: 'templates', group: 'messages', icon: 'messages', permission: 'templates:read', module: 'templates' },
  { key: 'outbox', group: 'messages', icon: 'mail-opened', permission: 'outbox:read' },
  { key: 'bulks', group: 'messages', icon: 'speakerphone', permission: 'sms:bulk', module: 'sms' },
  { key: 'sms', group: 'messages', icon: 'message-2', permission: 'sms:manage', module: 'sms' },
  { key: 'replies', group: 'messages', icon: 'robot', permission: 'sms:manage', module: 'sms' },
  { key: 'suppressions', group: 'messages', icon: 'ban', permission: 'consent:read' },
  { key: 'consents', group: 'messages', icon: 'circle-check', permission: 'consent:import' },
  { key: 'fields', group: 'customers', icon: 'template', permission: 'fields:manage' },
  { key: 'tags', group: 'customers', icon: 'tag', permission: 'fields:manage' },
  { key: 'teams', group: 'people', icon: 'users-group', permission: 'teams:read', module: 'teams' },
  { key: 'people', group: 'people', icon: 'users', permission: 'teams:read', module: 'teams' },
  { key: 'users', group: 'people', icon: 'user', permission: 'users:manage' },
  { key: 'roles', group: 'people', icon: 'key', permission: 'roles:manage' },
  { key: 'parked', group: 'system', icon: 'clock-exclamation', permission: 'parked:read' },
  { key: 'modules', group: 'system', icon: 'puzzle', permission: 'modules:manage' },
  { key: 'keys', group: 'system', icon: 'lock', permission: 'keys:manage' },
];

/** The sections that the signed-in person may see. */
export function useSections(): Section[] {
  const session = useSession();
  if (!session) return [];
  return SECTIONS.filter(({ permission, module }) => session.permissions.includes(permission) && (!module || session.modules.includes(module)));
}
