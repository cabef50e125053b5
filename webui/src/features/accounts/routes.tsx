import type { RouteObject } from 'react-router';

export const accountRoutes: RouteObject[] = [
  { path: '/sign-in', lazy: async () => ({ Component: (await import('./SignInPage')).SignInPage }) },
  { path: '/setup', lazy: async () => ({ Component: (await import('./SetupPage')).SetupPage }) },
];

/** Pages of the signed-in person, inside the shell. */
export const ownRoutes: RouteObject[] = [
  { path: 'password', lazy: async () => ({ Component: (await import('./PasswordPage')).PasswordPage }) },
  { path: 'ringing', lazy: async () => ({ Component: (await import('@/features/ringing/RingingPage')).RingingPage }) },
];
