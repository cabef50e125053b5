import type { RouteObject } from 'react-router';

export const customerRoutes: RouteObject[] = [
  { path: 'customers', lazy: async () => ({ Component: (await import('./list/CustomersPage')).CustomersPage }) },
  { path: 'customers/:customerId', lazy: async () => ({ Component: (await import('./CustomerPage')).CustomerPage }) },
  { path: 'customers/:customerId/merge', lazy: async () => ({ Component: (await import('./merge/MergePage')).MergePage }) },
  { path: 'customers/:customerId/merge/:otherId', lazy: async () => ({ Component: (await import('./merge/MergePage')).MergePage }) },
  { path: 'identities/:identityId', lazy: async () => ({ Component: (await import('./IdentityPage')).IdentityPage }) },
];
