import type { RouteObject } from 'react-router';

export const organisationRoutes: RouteObject[] = [
  { path: 'organisations', lazy: async () => ({ Component: (await import('./OrganisationsPage')).OrganisationsPage }) },
  { path: 'organisations/:organisationId', lazy: async () => ({ Component: (await import('./OrganisationPage')).OrganisationPage }) },
];
