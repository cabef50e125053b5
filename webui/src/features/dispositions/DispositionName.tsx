import { useTranslation } from 'react-i18next';

import { pathOf } from './tree';
import { useDispositions } from './useDispositions';

/** A result as `Group › Result`; nothing while its name is not known. */
export function DispositionName({ id }: { id: string }) {
  const { i18n } = useTranslation();
  const { dispositions } = useDispositions();
  return pathOf(dispositions, id, i18n.language).map((name, level) => (
    <span key={level}>
      {level > 0 && ' › '}
      <bdi>{name}</bdi>
    </span>
  ));
}
