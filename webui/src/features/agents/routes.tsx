import type { RouteObject } from 'react-router';

import { page } from '@/lib/parts';

export const agentRoutes: RouteObject[] = [{ path: 'agents', lazy: page(() => import('./AgentsPage'), 'AgentsPage', 'agents', 'presence') }];
