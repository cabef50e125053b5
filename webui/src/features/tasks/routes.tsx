import type { RouteObject } from 'react-router';
import { page } from '@/lib/parts';

export const taskRoutes: RouteObject[] = [
  { path: 'tasks', lazy: page(() => import('./TasksPage'), 'TasksPage', 'customers', 'profile', 'tasks', 'timeline') },
];
