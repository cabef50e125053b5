import type { RouteObject } from 'react-router';

export const customerRoutes: RouteObject[] = [
  { path: 'customers', lazy: async () => ({ Component: (await import('./CustomersPage')).CustomersPage }) },
  { path: 'customers/:customerId', lazy: async () => ({ Component: (await import('./CustomerPage')).CustomerPage }) },
  { path: 'identities/:identityId', lazy: async () => ({ Component: (await import('./IdentityPage')).IdentityPage }) },
];
