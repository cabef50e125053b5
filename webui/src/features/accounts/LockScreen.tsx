import type { Session } from '@/api';

export function LockScreen({ session }: { session: Session }) {
  return session.user.name;
}
