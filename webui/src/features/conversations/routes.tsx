import type { RouteObject } from 'react-router';

import { page } from '@/lib/parts';

const lazy = page(() => import('./ConversationsPage'), 'ConversationsPage', 'attachments', 'conversations', 'messages', 'outbox', 'profile', 'tasks');

export const conversationRoutes: RouteObject[] = [
  { path: 'conversations', lazy },
  { path: 'conversations/:conversationId', lazy },
];
