import type { RouteObject } from 'react-router';

export const callRoutes: RouteObject[] = [
  { path: 'desk', lazy: async () => ({ Component: (await import('./DeskPage')).DeskPage }) },
  { path: 'calls', lazy: async () => ({ Component: (await import('./HistoryPage')).HistoryPage }) },
];
