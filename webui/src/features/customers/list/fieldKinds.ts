import { useTranslation } from 'react-i18next';

import { useColleagues, useFilterFields, useTags } from './lookups';

export interface Choice {
  value: string;
  label: string;
}

/** The fields that lists can be narrowed by, with their words and what may be chosen. */
export function useFields() {
  const { t, i18n } = useTranslation('lists');
  const fields = useFilterFields();
  const colleagues = useColleagues();
  const tags = useTags();
  const find = (name: string) => fields.find(({ field }) => field === name);
  const label = (name: string): string => find(name)?.label ?? i18n.t(`fieldName.${name}`, { ns: 'lists', defaultValue: name });
  const choices = (name: string): Choice[] => {
    const field = find(name);
    const kind = field?.kind;
    if (kind === 'person') return [{ value: 'me', label: t('me') }, ...colleagues.map(({ id, name: who }) => ({ value: id, label: who }))];
    if (kind === 'tags') return tags.map((tag) => ({ value: tag.name, label: tag.name }));
    if (kind === 'flag') return ['true', 'false'].map((value) => ({ value, label: t(`flag.${value as 'true'}`) }));
    return (field?.options ?? []).map((value) => ({ value, label: i18n.t(`choice.${name}.${value}`, { ns: 'lists', defaultValue: value }) }));
  };
  return { fields: fields.filter(({ archived }) => !archived), find, label, choices };
}
