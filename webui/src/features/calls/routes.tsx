import type { RouteObject } from 'react-router';
import { page } from '@/lib/parts';

export const callRoutes: RouteObject[] = [
  { path: 'desk', lazy: page(() => import('./DeskPage'), 'DeskPage') },
  { path: 'calls', lazy: page(() => import('./HistoryPage'), 'HistoryPage', 'customers', 'dispositions') },
];
