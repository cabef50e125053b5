import type { RouteObject } from 'react-router';
import { ofModule } from '@/lib/modules';
import { page } from '@/lib/parts';

export const settingsRoutes: RouteObject[] = [
  {
    path: 'settings',
    lazy: page(() => import('./SettingsLayout'), 'SettingsLayout', 'settings'),
    children: [
      { path: 'connectors', lazy: page(() => import('./ConnectorsPage'), 'ConnectorsPage', 'connect', 'messages', 'settings') },
      { path: 'extensions', lazy: page(() => import('./ExtensionsPage'), 'ExtensionsPage', 'settings') },
      { path: 'lines', lazy: ofModule('lines', page(() => import('./lines/LinesPage'), 'LinesPage', 'fields', 'hours', 'lines', 'settings')) },
      { path: 'hours', lazy: ofModule('hours', page(() => import('./hours/HoursPage'), 'HoursPage', 'fields', 'hours', 'problems', 'profile', 'settings')) },
      { path: 'templates', lazy: ofModule('templates', page(() => import('./templates/TemplatesPage'), 'TemplatesPage', 'templates', 'settings')) },
      { path: 'templates/new', lazy: ofModule('templates', page(() => import('./templates/EditorPage'), 'NewTemplatePage', 'customers', 'messages', 'templates', 'settings')) },
      { path: 'templates/:templateId', lazy: ofModule('templates', page(() => import('./templates/EditorPage'), 'EditorPage', 'customers', 'messages', 'templates', 'settings')) },
      { path: 'bulks', lazy: ofModule('sms', page(() => import('@/features/smsBulk/BulksPage'), 'BulksPage', 'messages', 'outbox', 'smsBulk', 'settings')) },
      { path: 'sms', lazy: ofModule('sms', page(() => import('./sms/SmsPage'), 'SmsPage', 'fields', 'messages', 'sms', 'settings')) },
      { path: 'replies', lazy: ofModule('sms', page(() => import('./replies/RepliesPage'), 'RepliesPage', 'hours', 'replies', 'settings')) },
      { path: 'suppressions', lazy: page(() => import('./suppressions/SuppressionsPage'), 'SuppressionsPage', 'consent', 'profile', 'settings') },
      { path: 'consents', lazy: page(() => import('./consents/ConsentsPage'), 'ConsentsPage', 'consentFiles', 'consent', 'profile', 'settings') },
      { path: 'dispositions', lazy: page(() => import('./dispositions/DispositionsPage'), 'DispositionsPage', 'dispositions', 'fields', 'settings') },
      { path: 'fields', lazy: page(() => import('./fields/FieldsPage'), 'FieldsPage', 'fields', 'settings') },
      { path: 'tags', lazy: page(() => import('./tags/TagsPage'), 'TagsPage', 'fields', 'settings') },
      { path: 'parked', lazy: page(() => import('./parked/ParkedPage'), 'ParkedPage', 'parked', 'settings') },
      { path: 'teams', lazy: ofModule('teams', page(() => import('./teams/TeamsPage'), 'TeamsPage', 'teams', 'settings')) },
      { path: 'teams/:teamId', lazy: ofModule('teams', page(() => import('./teams/TeamPage'), 'TeamPage', 'teams', 'settings')) },
      { path: 'people', lazy: ofModule('teams', page(() => import('./people/PeoplePage'), 'PeoplePage', 'teams', 'settings')) },
      { path: 'modules', lazy: page(() => import('./modules/ModulesPage'), 'ModulesPage', 'modules', 'settings') },
      { path: 'keys', lazy: page(() => import('./secrets/KeysPage'), 'KeysPage', 'secrets', 'settings') },
      { path: 'outbox', lazy: page(() => import('./outbox/OutboxPage'), 'OutboxPage', 'customers', 'outbox', 'settings') },
      { path: 'roles', lazy: page(() => import('./roles/RolesPage'), 'RolesPage', 'roles', 'settings') },
      { path: 'users', lazy: page(() => import('./UsersPage'), 'UsersPage', 'accounts', 'settings') },
    ],
  },
];
