import { createBrowserRouter, Navigate } from 'react-router';

import { accountRoutes, ownRoutes } from '@/features/accounts/routes';
import { agentRoutes } from '@/features/agents/routes';
import { callRoutes } from '@/features/calls/routes';
import { conversationRoutes } from '@/features/conversations/routes';
import { customerRoutes } from '@/features/customers/routes';
import { duplicateRoutes } from '@/features/duplicates/routes';
import { importRoutes } from '@/features/imports/routes';
import { organisationRoutes } from '@/features/organisations/routes';
import { settingsRoutes } from '@/features/settings/routes';
import { taskRoutes } from '@/features/tasks/routes';
import { page } from '@/lib/parts';

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

/** Every page; each is loaded when it is opened, and nothing is shown in its place for that moment. */
export const router = createBrowserRouter([
  { HydrateFallback: Nothing, errorElement: <PageError />, children: accountRoutes },
  {
    element: <RequireSession />,
    HydrateFallback: Nothing,
    errorElement: <PageError />,
    children: [
      {
        lazy: page(() => import('./shell/Shell'), 'Shell'),
        children: [
          {
            errorElement: <PageError />,
            children: [
              { index: true, element: <Home /> },
              ...callRoutes,
              ...agentRoutes,
              ...conversationRoutes,
              ...customerRoutes,
              ...duplicateRoutes,
              ...importRoutes,
              ...organisationRoutes,
              ...settingsRoutes,
              ...taskRoutes,
              ...ownRoutes,
              { path: '*', element: <PageError missing /> },
            ],
          },
        ],
      },
    ],
  },
]);
