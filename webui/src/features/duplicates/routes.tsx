import type { RouteObject } from 'react-router';
import { page } from '@/lib/parts';

export const duplicateRoutes: RouteObject[] = [
  { path: 'duplicates', lazy: page(() => import('./DuplicatesPage'), 'DuplicatesPage', 'customers', 'lists') },
];
