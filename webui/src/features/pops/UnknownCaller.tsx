import { useTranslation } from 'react-i18next';

import type { Pop } from '@/api';
import { Icon, PhoneNumber } from '@/components';

import styles from './Caller.module.css';
import { placeOf } from './place';

/** A caller nobody knows yet, or one who hides the number. */
export function UnknownCaller({ pop }: { pop: Pop }) {
  const { t, i18n } = useTranslation('pops');
  const withheld = pop.withheld || pop.number === null;
  const place = placeOf(null, pop.number?.region ?? null, i18n.language, t('comma'));
  const facts = [pop.number?.internal ? t('internal') : t('unknown'), place, pop.caller_name && t('callerName', { name: pop.caller_name })].filter(Boolean);
  return (
    <div className={styles.body}>
      <div className={styles.who}>
        <span className={styles.mark} aria-hidden>
          <Icon name="user-question" size={18} />
        </span>
        <div className={styles.lines}>
          <div className={styles.number}>{withheld || !pop.number ? t('withheld') : <PhoneNumber number={pop.number} />}</div>
          <div className={styles.third}>{withheld ? t('withheldHint') : facts.join(t('comma'))}</div>
        </div>
      </div>
    </div>
  );
}
