import type { RouteObject } from 'react-router';

export const duplicateRoutes: RouteObject[] = [
  { path: 'duplicates', lazy: async () => ({ Component: (await import('./DuplicatesPage')).DuplicatesPage }) },
];
