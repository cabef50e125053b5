import type { RouteObject } from 'react-router';

export const importRoutes: RouteObject[] = [
  { path: 'imports', lazy: async () => ({ Component: (await import('./ImportsPage')).ImportsPage }) },
  { path: 'imports/new', lazy: async () => ({ Component: (await import('./NewImportPage')).NewImportPage }) },
  { path: 'imports/:importId', lazy: async () => ({ Component: (await import('./ImportPage')).ImportPage }) },
];
