import { useQuery } from '@tanstack/react-query';
import { useCallback, useEffect } from 'react';
import { useTranslation } from 'react-i18next';

import type { BuiltInRole, Role } from '@/api';
import { http, queryClient } from '@/lib/http';
import { useCan } from '@/lib/session';
import { useEntities, useRoom } from '@/lib/socket';

/** All roles, the built-in ones first; read again whenever one is changed. */
export function useRoles() {
  const list = useQuery({ queryKey: ['roles'], queryFn: ({ signal }) => http.get<{ items: Role[] }>('/api/roles', { signal }) });
  useRoom(useCan('teams:read') ? 'people' : null);
  const changes = useEntities<Role>('role', 'people');
  useEffect(() => {
    if (changes.length > 0) void queryClient.invalidateQueries({ queryKey: ['roles'] });
  }, [changes]);
  return { ...list, roles: list.data?.items };
}

/** What a role is called: the built-in ones in the reader's language. */
export function useRoleName(): (role: Role) => string {
  const { t } = useTranslation('common');
  return useCallback((role: Role) => role.name ?? t(`role.${role.id as BuiltInRole}`), [t]);
}
