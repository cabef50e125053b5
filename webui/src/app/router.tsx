import { createBrowserRouter, type LazyRouteFunction, Navigate, type RouteObject } from 'react-router';

import { accountRoutes, ownRoutes } from '@/features/accounts/routes';
import { callRoutes } from '@/features/calls/routes';
import { customerRoutes } from '@/features/customers/routes';
import { duplicateRoutes } from '@/features/duplicates/routes';
import { importRoutes } from '@/features/imports/routes';
import { organisationRoutes } from '@/features/organisations/routes';
import { settingsRoutes } from '@/features/settings/routes';
import { loadLaterTexts } from '@/i18n';

import { PageError } from './PageError';
import { RequireSession } from './RequireSession';
import { usePlaces } from './shell/nav';

function Nothing() {
  return null;
}

/** The first place that this person may enter. */
function Home() {
  return <Navigate to={usePlaces()[0]?.path ?? '/password'} replace />;
}

/** Pages whose texts come with the first of them, not with the desk. */
function withTexts(routes: RouteObject[]): RouteObject[] {
  return routes.map((route) => {
    const { lazy, children } = route;
    const inner = children ? { children: withTexts(children) } : {};
    if (typeof lazy !== 'function') return { ...route, ...inner } as RouteObject;
    const load: LazyRouteFunction<RouteObject> = async () => (await Promise.all([lazy(), loadLaterTexts()]))[0];
    return { ...route, ...inner, lazy: load } as RouteObject;
  });
}

/** Every page; each is loaded when it is opened, and nothing is shown in its place for that moment. */
export const router = createBrowserRouter([
  { HydrateFallback: Nothing, errorElement: <PageError />, children: accountRoutes },
  {
    element: <RequireSession />,
    HydrateFallback: Nothing,
    errorElement: <PageError />,
    children: [
      {
        lazy: async () => ({ Component: (await import('./shell/Shell')).Shell }),
        children: [
          {
            errorElement: <PageError />,
            children: [
              { index: true, element: <Home /> },
              ...callRoutes,
              ...withTexts([...customerRoutes, ...duplicateRoutes, ...importRoutes, ...organisationRoutes, ...settingsRoutes, ...ownRoutes]),
              { path: '*', element: <PageError missing /> },
            ],
          },
        ],
      },
    ],
  },
]);
