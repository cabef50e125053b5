import type { RouteObject } from 'react-router';

export const callRoutes: RouteObject[] = [
  { path: 'desk', element: null },
  { path: 'calls', element: null },
];
