import type { RouteObject } from 'react-router';
import { page } from '@/lib/parts';

export const customerRoutes: RouteObject[] = [
  { path: 'customers', lazy: page(() => import('./list/CustomersPage'), 'CustomersPage', 'customers', 'lists') },
  { path: 'customers/:customerId', lazy: page(() => import('./CustomerPage'), 'CustomerPage', 'attachments', 'customers', 'merge', 'profile', 'recordings', 'timeline') },
  { path: 'customers/:customerId/merge', lazy: page(() => import('./merge/MergePage'), 'MergePage', 'customers', 'merge', 'profile') },
  { path: 'customers/:customerId/merge/:otherId', lazy: page(() => import('./merge/MergePage'), 'MergePage', 'customers', 'merge', 'profile') },
  { path: 'identities/:identityId', lazy: page(() => import('./IdentityPage'), 'IdentityPage', 'attachments', 'customers', 'recordings', 'timeline') },
];
