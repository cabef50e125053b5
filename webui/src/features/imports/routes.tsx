import type { RouteObject } from 'react-router';
import { page } from '@/lib/parts';

export const importRoutes: RouteObject[] = [
  { path: 'imports', lazy: page(() => import('./ImportsPage'), 'ImportsPage', 'imports', 'lists') },
  { path: 'imports/new', lazy: page(() => import('./NewImportPage'), 'NewImportPage', 'imports') },
  { path: 'imports/:importId', lazy: page(() => import('./ImportPage'), 'ImportPage', 'customers', 'imports') },
];
