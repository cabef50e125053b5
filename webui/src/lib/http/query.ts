import { QueryClient } from '@tanstack/react-query';

import { ApiProblem } from './problem';

function worthRetrying(failures: number, error: Error): boolean {
  return failures < 2 && error instanceof ApiProblem && error.transient && error.status !== 429;
}

/** The tab's one cache of lists and pages; what moves by itself lives in lib/socket instead. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: { staleTime: 15_000, retry: worthRetrying, refetchOnWindowFocus: false },
    mutations: { retry: false },
  },
});
