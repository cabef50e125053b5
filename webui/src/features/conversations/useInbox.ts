import { useDebouncedValue } from '@mantine/hooks';
import { useNavigate, useParams, useSearchParams } from 'react-router';

import type { Filter, State, View } from './useConversations';

const SETTLED_MS = 250;
const VIEWS: View[] = ['mine', 'teams', 'unassigned', 'all'];
const STATES: State[] = ['open', 'pending', 'snoozed', 'resolved'];

const among = <T extends string>(all: T[], value: string | null, otherwise: T): T => all.find((one) => one === value) ?? otherwise;

/** Which list is shown, and which conversation of it is open; all of it stands in the address. */
export function useInbox() {
  const { conversationId: open = null } = useParams();
  const [params, setParams] = useSearchParams();
  const navigate = useNavigate();
  const typed = params.get('q') ?? '';
  const [q] = useDebouncedValue(typed.trim(), SETTLED_MS);
  const filter: Filter = {
    view: among(VIEWS, params.get('view'), open === null ? 'mine' : 'all'),
    state: among(STATES, params.get('state'), 'open'),
    unread: params.get('unread') === '1',
    q,
  };
  const set = (changes: Record<string, string | null>) =>
    setParams(
      (before) => {
        const after = new URLSearchParams(before);
        for (const [name, value] of Object.entries(changes)) {
          if (value) after.set(name, value);
          else after.delete(name);
        }
        return after;
      },
      { replace: true },
    );
  const search = new URLSearchParams(params);
  search.set('view', filter.view);
  const pathOf = (id: string | null) => `/conversations${id === null ? '' : `/${id}`}?${search}`;
  return { open, filter, typed, set, pathOf, go: (id: string | null) => void navigate(pathOf(id)) };
}

export type Inbox = ReturnType<typeof useInbox>;
export { STATES, VIEWS };
