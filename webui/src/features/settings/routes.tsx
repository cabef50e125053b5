import type { RouteObject } from 'react-router';

export const settingsRoutes: RouteObject[] = [
  {
    path: 'settings',
    lazy: async () => ({ Component: (await import('./SettingsLayout')).SettingsLayout }),
    children: [
      { path: 'connectors', lazy: async () => ({ Component: (await import('./ConnectorsPage')).ConnectorsPage }) },
      { path: 'extensions', lazy: async () => ({ Component: (await import('./ExtensionsPage')).ExtensionsPage }) },
      { path: 'users', lazy: async () => ({ Component: (await import('./UsersPage')).UsersPage }) },
    ],
  },
];
