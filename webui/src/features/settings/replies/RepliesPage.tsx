import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { AutoReply } from '@/api';
import { Callout, EmptyState, ErrorState, Icon, PageHeader, SkeletonRows } from '@/components';
import { useProblemText } from '@/lib/http';

import { DeleteDialog } from '../DeleteDialog';
import { useLines } from '../lines/useLines';
import page from '../page.module.css';
import styles from './Replies.module.css';
import { ReplyDialog } from './ReplyDialog';
import { ReplyRow } from './ReplyRow';
import { PATH, REPLIES, useReplies, useSwitch, useTexts } from './useReplies';

type Open = { kind: 'new' } | { kind: 'edit' | 'delete'; reply: AutoReply } | null;

/** What is answered by itself on each line or account, while it is closed and while it is open. */
export function RepliesPage() {
  const { t } = useTranslation(['replies', 'settings']);
  const problem = useProblemText();
  const { replies, isPending, error, refetch } = useReplies();
  const { lines = [] } = useLines();
  const texts = useTexts();
  const turn = useSwitch();
  const [open, setOpen] = useState<Open>(null);
  const close = () => setOpen(null);
  const nameOf = (reply: AutoReply) => reply.account ?? lines.find(({ id }) => id === reply.line_id)?.name ?? t('replies:line');
  return (
    <div className={page.page}>
      <PageHeader title={t('settings:section.replies')}>
        <Button leftSection={<Icon name="plus" />} onClick={() => setOpen({ kind: 'new' })}>
          {t('replies:add')}
        </Button>
      </PageHeader>
      <div className={page.body}>
        {isPending && <SkeletonRows rows={3} />}
        {error && <ErrorState error={error} retry={() => void refetch()} />}
        {turn.error && <Callout tone="bad" alert title={problem(turn.error)} />}
        {replies?.length === 0 && <EmptyState icon="robot" title={t('replies:empty.title')} text={t('replies:empty.text')} />}
        {replies && replies.length > 0 && (
          <div className={page.list}>
            {replies.map((reply) => (
              <ReplyRow
                key={reply.id}
                reply={reply}
                name={nameOf(reply)}
                texts={texts}
                busy={turn.isPending}
                onSwitch={() => turn.mutate(reply)}
                onEdit={() => setOpen({ kind: 'edit', reply })}
                onDelete={() => setOpen({ kind: 'delete', reply })}
              />
            ))}
          </div>
        )}
        {replies && replies.length > 0 && <p className={styles.rules}>{t('replies:rules')}</p>}
      </div>
      {(open?.kind === 'new' || open?.kind === 'edit') && <ReplyDialog reply={open.kind === 'edit' ? open.reply : null} name={open.kind === 'edit' ? nameOf(open.reply) : ''} lines={lines} texts={texts} onClose={close} />}
      {open?.kind === 'delete' && <DeleteDialog title={t('replies:deleteOne', { name: nameOf(open.reply) })} text={t('replies:deleteText')} path={`${PATH}/${open.reply.id}`} list={REPLIES} onClose={close} />}
    </div>
  );
}
