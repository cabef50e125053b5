import { useTranslation } from 'react-i18next';

import { ApiProblem, useProblemText } from '@/lib/http';

const KNOWN = ['self', 'circle', 'merged_already', 'kinds_differ'] as const;

/** Why two cannot be merged, in words. */
export function useMergeProblem(): (error: unknown) => string {
  const { t } = useTranslation('merge');
  const problem = useProblemText();
  return (error) => {
    const code = error instanceof ApiProblem ? KNOWN.find((name) => name === error.code) : undefined;
    return code ? t(`problem.${code}`) : problem(error);
  };
}
