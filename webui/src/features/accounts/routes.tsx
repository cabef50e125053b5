import type { RouteObject } from 'react-router';
import { page } from '@/lib/parts';

export const accountRoutes: RouteObject[] = [
  { path: '/sign-in', lazy: page(() => import('./SignInPage'), 'SignInPage', 'accounts') },
  { path: '/setup', lazy: page(() => import('./SetupPage'), 'SetupPage', 'accounts') },
];

/** Pages of the signed-in person, inside the shell. */
export const ownRoutes: RouteObject[] = [
  { path: 'password', lazy: page(() => import('./PasswordPage'), 'PasswordPage', 'accounts') },
  { path: 'ringing', lazy: page(() => import('@/features/ringing/RingingPage'), 'RingingPage', 'ringing') },
];
