import { Button } from '@mantine/core';
import { useEffect, useLayoutEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';

import type { Conversation, ConversationMessage } from '@/api';
import { Avatar, Callout, Chip, ErrorState, Icon, SkeletonRows } from '@/components';
import { Attachments } from '@/features/attachments/Attachments';
import { useFormat } from '@/lib/format';
import { useProblemText } from '@/lib/http';
import { useSession } from '@/lib/session';

import styles from './Conversations.module.css';
import { Delivery } from './Delivery';
import { useMessages } from './useConversations';
import { Face, Who } from './who';

const NEAR_PX = 120;

/** What was written to and fro in the order of its real time, under its days. */
export function Messages({ one }: { one: Conversation }) {
  const { t } = useTranslation('conversations');
  const problem = useProblemText();
  const { dayKey, dayHeading } = useFormat();
  const { query, messages } = useMessages(one.id);
  const area = useRef<HTMLDivElement>(null);
  useBottom(area, messages.at(-1)?.id, messages[0]?.id);
  return (
    <div ref={area} className={styles.messages} tabIndex={0} role="log" aria-label={t('messages')}>
      {query.isPending && <SkeletonRows rows={4} />}
      {query.isError && messages.length === 0 && <ErrorState error={query.error} retry={() => void query.refetch()} />}
      {query.hasNextPage && (
        <div className={styles.earlier}>
          {query.isFetchNextPageError && <Callout tone="bad" title={problem(query.error)} />}
          <Button variant="default" size="xs" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {t('earlier')}
          </Button>
        </div>
      )}
      {messages.map((message, index) => {
        const before = messages[index - 1];
        const day = !before || dayKey(before.at) !== dayKey(message.at);
        return (
          <div key={message.id}>
            {day && <h3 className={styles.day}>{dayHeading(message.at)}</h3>}
            <Message one={one} message={message} follows={!day && before.direction === message.direction && before.author?.id === message.author?.id} />
          </div>
        );
      })}
    </div>
  );
}

/** Keeps the latest in sight when it comes, or the composer opens under it, and the place where earlier ones are put above. */
function useBottom(area: React.RefObject<HTMLDivElement | null>, latest: string | undefined, earliest: string | undefined): void {
  const before = useRef({ height: 0, latest: '', earliest: '' });
  useLayoutEffect(() => {
    const box = area.current;
    if (!box || latest === undefined || earliest === undefined) return;
    const { height, ...known } = before.current;
    if (known.latest !== latest) {
      const near = known.latest === '' || height - box.scrollTop - box.clientHeight < NEAR_PX;
      if (near) box.scrollTo({ top: box.scrollHeight });
    } else if (known.earliest !== earliest) box.scrollBy({ top: box.scrollHeight - height });
    before.current = { height: box.scrollHeight, latest, earliest };
  }, [area, latest, earliest]);
  useEffect(() => {
    const box = area.current;
    if (!box) return;
    let shown = box.clientHeight;
    const watch = new ResizeObserver(() => {
      const below = box.scrollHeight - box.scrollTop - shown;
      shown = box.clientHeight;
      if (below < NEAR_PX) box.scrollTo({ top: box.scrollHeight });
    });
    watch.observe(box);
    return () => watch.disconnect();
  }, [area]);
}

interface Props {
  one: Conversation;
  message: ConversationMessage;
  /** The same person goes on. */
  follows: boolean;
}

function Message({ one, message, follows }: Props) {
  const { t } = useTranslation('conversations');
  const { time } = useFormat();
  const ours = message.direction === 'out';
  return (
    <article className={styles.message} data-ours={ours} data-follows={follows}>
      {follows ? <span className={styles.gap} /> : <Sender one={one} message={message} />}
      <div className={styles.bubble}>
        {!follows && (
          <p className={styles.by}>
            <b>{ours ? <Author message={message} /> : <Who one={one} />}</b>
          </p>
        )}
        {message.text ? (
          <p className={styles.text} dir="auto">
            {message.text}
          </p>
        ) : (
          message.files.length === 0 && <p className={styles.none}>{t('noText')}</p>
        )}
        <Attachments files={message.files} />
        <p className={styles.foot}>
          <time dateTime={message.at}>{time(message.at)}</time>
          {ours && <Delivery message={message} />}
          {message.unanswered && <Chip tone="warn" icon="alert-triangle">{t('unanswered')}</Chip>}
          {message.silenced && <Chip tone="warn">{t('silenced')}</Chip>}
        </p>
      </div>
    </article>
  );
}

function Sender({ one, message }: Pick<Props, 'one' | 'message'>) {
  if (message.direction === 'in') return <Face one={one} size={28} />;
  if (message.author) return <Avatar name={message.author.name} size={28} />;
  return (
    <span className={styles.face} style={{ inlineSize: 28, blockSize: 28 }} aria-hidden>
      <Icon name="robot" size={16} />
    </span>
  );
}

function Author({ message }: { message: ConversationMessage }) {
  const { t } = useTranslation('conversations');
  const me = useSession()?.user.id;
  if (!message.author) return <>{t('automatic')}</>;
  return message.author.id === me ? <>{t('you')}</> : <bdi>{message.author.name}</bdi>;
}
