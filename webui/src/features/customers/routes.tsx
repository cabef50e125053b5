import type { RouteObject } from 'react-router';

export const customerRoutes: RouteObject[] = [
  { path: 'customers', element: null },
  { path: 'customers/:customerId', element: null },
  { path: 'identities/:identityId', element: null },
];
