import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { Navigate, Outlet, useLocation } from 'react-router';

import { ErrorState } from '@/components';
import { part } from '@/lib/parts';
import { sessionQuery } from '@/lib/session';

import { useLiveSession } from './useLiveSession';

const LockScreen = lazy(part(() => import('@/features/accounts/LockScreen'), 'LockScreen', 'accounts'));

/** Lets only a signed-in person through; a locked session shows the lock screen and nothing of the page behind it. */
export function RequireSession() {
  const { data: session, error, refetch } = useQuery(sessionQuery);
  const { pathname, search } = useLocation();
  useLiveSession(session ?? null);
  if (error && session === undefined) return <ErrorState error={error} retry={() => void refetch()} />;
  if (session === undefined) return null;
  if (session === null) return <Navigate to={`/sign-in?next=${encodeURIComponent(pathname + search)}`} replace />;
  if (!session.locked) return <Outlet />;
  return (
    <Suspense>
      <LockScreen session={session} />
    </Suspense>
  );
}
