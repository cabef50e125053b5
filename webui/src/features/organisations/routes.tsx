import type { RouteObject } from 'react-router';
import { page } from '@/lib/parts';

export const organisationRoutes: RouteObject[] = [
  { path: 'organisations', lazy: page(() => import('./OrganisationsPage'), 'OrganisationsPage', 'customers', 'lists') },
  { path: 'organisations/:organisationId', lazy: page(() => import('./OrganisationPage'), 'OrganisationPage', 'customers', 'lists') },
];
