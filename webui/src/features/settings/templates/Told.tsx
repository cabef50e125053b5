import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { Callout } from '@/components';
import { useProblemText } from '@/lib/http';

import { problemsOf } from './problemsOf';

interface ToldProps {
  error: unknown;
  overtaken: boolean;
  by: string | null;
  readOnly: boolean;
  archived: boolean;
  onTheirs: () => void;
}

/** What stands in the way: the hub's refusal, somebody else's change, or a template that is not one's own. */
export function Told({ error, overtaken, by, readOnly, archived, onTheirs }: ToldProps) {
  const { t } = useTranslation('templates');
  const problem = useProblemText();
  return (
    <>
      {error && !overtaken ? <Callout tone="bad" alert title={problemsOf(error).length > 0 ? t('refused') : problem(error)} /> : null}
      {overtaken && (
        <Callout tone="warn" alert title={by ? t('overtakenBy', { name: by }) : t('overtaken')}>
          <p>{t('overtakenText')}</p>
          <Button variant="default" size="xs" onClick={onTheirs}>
            {t('theirs')}
          </Button>
        </Callout>
      )}
      {readOnly && <Callout tone="info" title={t(archived ? 'archivedText' : 'notYours')} />}
    </>
  );
}
