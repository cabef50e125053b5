import { useTranslation } from 'react-i18next';

import { Callout } from '@/components';
import { ApiProblem, useProblemText } from '@/lib/http';

/** Why a change was not taken, field by field. */
export function ChangeProblem({ error, title }: { error: unknown; title?: string }) {
  const { i18n } = useTranslation('errors');
  const problem = useProblemText();
  if (!error) return null;
  const fields = error instanceof ApiProblem ? error.fields : [];
  const said = fields.map(({ code, detail }) => i18n.t(`field.${code}`, { ns: ['errors', 'problems'], defaultValue: detail }));
  return (
    <Callout tone="bad" alert title={title ?? (said.length === 0 ? problem(error) : undefined)}>
      {title && said.length === 0 && <p>{problem(error)}</p>}
      {[...new Set(said)].map((text) => (
        <p key={text}>{text}</p>
      ))}
    </Callout>
  );
}
