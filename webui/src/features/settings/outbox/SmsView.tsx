import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';

import type { OutboxMessage } from '@/api';
import { useFormat } from '@/lib/format';

import { linked } from './links';
import styles from './Outbox.module.css';

/** An SMS or chat message on a phone, and how it is sent: in how many parts, in which alphabet. */
export function SmsView({ message }: { message: OutboxMessage }) {
  const { t } = useTranslation('outbox');
  const { number, time } = useFormat();
  const { pieces, alphabet } = message;
  return (
    <div className={styles.sms}>
      <div className={styles.phone}>
        <p className={styles.phoneHead}>
          <bdi>{message.sender_name ?? message.sender_address ?? t('yourNumber')}</bdi>
        </p>
        <p className={styles.bubble} dir="auto" lang={message.language}>
          <Words text={message.text} />
        </p>
        <p className={styles.phoneTime}>{time(message.created_at)}</p>
      </div>
      {alphabet && (
        <p className={styles.count}>
          {t('parts', { count: message.parts, shown: number(message.parts) })} · {t('characters', { count: [...message.text].length, shown: number([...message.text].length) })} ·{' '}
          {t(`alphabet.${alphabet}`)}
        </p>
      )}
      {pieces.length > 1 && (
        <details className={styles.pieces}>
          <summary>{t('showParts')}</summary>
          <ol>
            {pieces.map((piece, place) => (
              <li key={place} dir="auto" lang={message.language}>
                {piece}
              </li>
            ))}
          </ol>
        </details>
      )}
    </div>
  );
}

function Words({ text }: { text: string }) {
  return linked(text).map((piece, place) =>
    piece.link ? (
      <a key={place} href={piece.text} target="_blank" rel="noreferrer" dir="ltr">
        {piece.text}
      </a>
    ) : (
      <Fragment key={place}>{piece.text}</Fragment>
    ),
  );
}
