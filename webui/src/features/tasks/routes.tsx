import type { RouteObject } from 'react-router';
import { ofModule } from '@/lib/modules';
import { page } from '@/lib/parts';

export const taskRoutes: RouteObject[] = [
  { path: 'tasks', lazy: ofModule('tasks', page(() => import('./TasksPage'), 'TasksPage', 'customers', 'profile', 'tasks', 'timeline')) },
  { path: 'calendar-links', lazy: ofModule('tasks', page(() => import('./feed/CalendarPage'), 'CalendarPage', 'feeds', 'caldav')) },
];
