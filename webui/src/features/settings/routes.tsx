import type { RouteObject } from 'react-router';

export const settingsRoutes: RouteObject[] = [
  {
    path: 'settings',
    lazy: async () => ({ Component: (await import('./SettingsLayout')).SettingsLayout }),
    children: [
      { path: 'connectors', lazy: async () => ({ Component: (await import('./ConnectorsPage')).ConnectorsPage }) },
      { path: 'extensions', lazy: async () => ({ Component: (await import('./ExtensionsPage')).ExtensionsPage }) },
      { path: 'lines', lazy: async () => ({ Component: (await import('./lines/LinesPage')).LinesPage }) },
      { path: 'fields', lazy: async () => ({ Component: (await import('./fields/FieldsPage')).FieldsPage }) },
      { path: 'tags', lazy: async () => ({ Component: (await import('./tags/TagsPage')).TagsPage }) },
      { path: 'users', lazy: async () => ({ Component: (await import('./UsersPage')).UsersPage }) },
    ],
  },
];
