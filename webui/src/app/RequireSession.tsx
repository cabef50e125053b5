import { useQuery } from '@tanstack/react-query';
import { Navigate, Outlet, useLocation } from 'react-router';

import { ErrorState } from '@/components';
import { LockScreen } from '@/features/accounts/LockScreen';
import { sessionQuery } from '@/lib/session';

import { useLiveSession } from './useLiveSession';

/** Lets only a signed-in person through; a locked session shows the lock screen and nothing of the page behind it. */
export function RequireSession() {
  const { data: session, error, refetch } = useQuery(sessionQuery);
  const { pathname, search } = useLocation();
  useLiveSession(session ?? null);
  if (error && session === undefined) return <ErrorState error={error} retry={() => void refetch()} />;
  if (session === undefined) return null;
  if (session === null) return <Navigate to={`/sign-in?next=${encodeURIComponent(pathname + search)}`} replace />;
  return session.locked ? <LockScreen session={session} /> : <Outlet />;
}
