import { useTranslation } from 'react-i18next';

import { useFormat } from '@/lib/format';
import { countSms } from '@/lib/sms';

import styles from './SmsLine.module.css';

const LETTER = /[\p{L}\p{N}\p{M}\s\u200c]/u;

/** How many parts a text message has, and which signs make them short in a text that is otherwise Latin. */
export function SmsLine({ text }: { text: string }) {
  const { t } = useTranslation('messages');
  const { number } = useFormat();
  const { alphabet, units, parts, left, unusual } = countSms(text);
  const signs = unusual.filter((char) => !LETTER.test(char));
  const avoidable = alphabet === 'ucs2' && signs.length === unusual.length;
  return (
    <p className={styles.sms}>
      <b>{t('sms.parts', { count: parts, shown: number(parts) })}</b>
      <span>{t('sms.units', { count: units, shown: number(units) })}</span>
      <span>{t('sms.left', { count: left, shown: number(left) })}</span>
      {avoidable && (
        <span className={styles.warn}>
          {t('sms.avoidable')} <bdi dir="ltr">{signs.join(' ')}</bdi>
        </span>
      )}
    </p>
  );
}
