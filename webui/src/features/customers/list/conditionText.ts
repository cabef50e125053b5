import { useTranslation } from 'react-i18next';

import { useFormat } from '@/lib/format';

import { type Condition, isGroup, modeOf, type Node, nodesOf, takesValue } from './filter';
import { useFields } from './fieldKinds';

/** A condition as people say it: `City is Leeds`, «آخرین ارتباط در ۳۰ روز گذشته». */
export function useConditionText(): (node: Node) => string {
  const { t } = useTranslation('lists');
  const { find, label, choices } = useFields();
  const { day, digits } = useFormat();
  const valueText = ({ field, op, value }: Condition): string => {
    if (value === undefined) return '';
    const kind = op === 'within_days' ? 'number' : find(field)?.kind;
    const known = choices(field);
    const one = (item: string) => {
      if (kind === 'date' && /^\d{4}-\d\d-\d\d/.test(item)) return day(`${item.slice(0, 10)}T12:00:00Z`);
      return known.find((choice) => choice.value === item)?.label ?? (kind === 'number' ? digits(item) : item);
    };
    return (Array.isArray(value) ? value : [String(value)]).map(one).join(t('comma'));
  };
  const say = (node: Node): string => {
    if (isGroup(node)) return nodesOf(node).map(say).join(` ${t(`join.${modeOf(node)}`)} `);
    const text = t(`sentence.${node.op}`, { field: label(node.field), value: takesValue(node.op) ? valueText(node) : '' });
    return text.trim();
  };
  return say;
}
