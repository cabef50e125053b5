import { ActionIcon, Switch } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import type { AutoReply, TemplateRow } from '@/api';
import { Icon } from '@/components';
import { useOpeningText } from '@/features/hours/useOpeningText';

import page from '../page.module.css';
import styles from './Replies.module.css';
import { useWords } from './useReplies';

interface Props {
  reply: AutoReply;
  name: string;
  texts: TemplateRow[];
  busy: boolean;
  onSwitch: () => void;
  onEdit: () => void;
  onDelete: () => void;
}

/** One line or account: its two texts, whether it is on, and what it would answer now. */
export function ReplyRow({ reply, name, texts, busy, onSwitch, onEdit, onDelete }: Props) {
  const { t } = useTranslation('replies');
  return (
    <article className={styles.reply} data-off={!reply.active} aria-label={name}>
      <header className={styles.head}>
        <Icon name={reply.account === null ? 'phone-incoming' : 'plug-connected'} />
        <b className="pv-cut">
          <bdi>{name}</bdi>
        </b>
        <span className={page.aside}>{t(reply.account === null ? 'ofLine' : 'ofAccount')}</span>
        <span className={styles.push} />
        <Switch checked={reply.active} disabled={busy} label={t(reply.active ? 'on' : 'off')} aria-label={t('switchOne', { name })} onChange={onSwitch} />
        <ActionIcon onClick={onEdit} aria-label={t('editOne', { name })}>
          <Icon name="edit" />
        </ActionIcon>
        <ActionIcon onClick={onDelete} aria-label={t('deleteOne', { name })}>
          <Icon name="trash" />
        </ActionIcon>
      </header>
      <dl className={styles.texts}>
        <dt>{t('closed')}</dt>
        <dd>
          <TextName id={reply.closed_template_id} texts={texts} />
        </dd>
        <dt>{t('open')}</dt>
        <dd>
          <TextName id={reply.open_template_id} texts={texts} />
        </dd>
      </dl>
      <Now reply={reply} />
    </article>
  );
}

function TextName({ id, texts }: { id: string | null; texts: TemplateRow[] }) {
  const { t } = useTranslation('replies');
  if (id === null) return <span className={page.aside}>{t('nothing')}</span>;
  const found = texts.find((one) => one.id === id);
  return found ? <bdi>{found.name}</bdi> : <span className={page.aside}>{t('unseen')}</span>;
}

/** Whether it is open just now, and what a message would be answered. */
function Now({ reply }: { reply: AutoReply }) {
  const { t } = useTranslation('replies');
  const { moment } = useOpeningText();
  const { open, until, template_id: template } = reply.now;
  const words = useWords(template);
  const state = until === null ? t(open ? 'now.open' : 'now.closed') : t(open ? 'now.openUntil' : 'now.closedUntil', { moment: moment(until) });
  return (
    <div className={styles.now}>
      <p>
        <i className={styles.mark} data-open={open} aria-hidden="true" />
        {state} {t(template === null ? (reply.active ? 'now.nothing' : 'now.off') : 'now.answers')}
      </p>
      {template !== null && words !== undefined && <blockquote dir="auto">{words}</blockquote>}
    </div>
  );
}
