import type { RouteObject } from 'react-router';
import { ofModule } from '@/lib/modules';
import { page } from '@/lib/parts';

export const importRoutes: RouteObject[] = [
  { path: 'imports', lazy: ofModule('imports', page(() => import('./ImportsPage'), 'ImportsPage', 'imports', 'lists')) },
  { path: 'imports/new', lazy: ofModule('imports', page(() => import('./NewImportPage'), 'NewImportPage', 'imports')) },
  { path: 'imports/:importId', lazy: ofModule('imports', page(() => import('./ImportPage'), 'ImportPage', 'customers', 'imports')) },
];
