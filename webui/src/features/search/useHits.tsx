import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { Avatar, ChannelIcon, Icon, PhoneNumber } from '@/components';
import { dayKey, useFormat } from '@/lib/format';
import { useSession } from '@/lib/session';

import { type Command, fitting, useCommands } from './commands';
import { piecesOf } from './marks';
import { recentItems, rememberItem, type RecentItem } from './recent';
import styles from './SearchPalette.module.css';
import type { CustomerHit, MessageHit, SearchAnswer } from './types';

export type HitGroup = 'recent' | 'customers' | 'messages' | 'pages' | 'actions';

/** One line of the palette. */
export interface Hit {
  id: string;
  group: HitGroup;
  mark: ReactNode;
  name: string;
  second?: ReactNode;
  aside?: ReactNode;
  path?: string;
  run?: () => void;
}

const FEW = 4;

/** All hits in the order they are shown. */
export function useHits(text: string, found: SearchAnswer | undefined, onKeys: () => void): Hit[] {
  const { when, style } = useFormat();
  const { t } = useTranslation('customers');
  const me = useSession()?.user.id ?? '';
  const commands = useCommands(onKeys);
  const typed = text.trim() !== '';
  const remember = (item: RecentItem) => () => rememberItem(me, item);
  const shown = typed ? fitting(commands, text) : commands.filter(({ id }) => !id.startsWith('section-'));
  return [
    ...(typed ? [] : recentItems(me).map(recentHit)),
    ...(found?.customers ?? []).map((row) => customerHit(row, t('kind.organisation'), remember)),
    ...(found?.messages ?? []).map((message) => messageHit(message, when(message.occurred_at), dayKey(message.occurred_at, style.timeZone))),
    ...(['pages', 'actions'] as const).flatMap((group) => shown.filter((one) => one.group === group).slice(0, typed ? FEW : undefined).map(commandHit)),
  ];
}

function recentHit({ path, name, aside, kind }: RecentItem): Hit {
  return { id: `recent-${path}`, group: 'recent', mark: <Avatar name={name} size={28} square={kind === 'organisation'} />, name, second: aside, path };
}

function commandHit({ id, group, name, aside, icon, path, run }: Command): Hit {
  return { id, group, name, aside, path, run, mark: <Icon name={icon} size={18} /> };
}

function customerHit(row: CustomerHit, organisation: string, remember: (item: RecentItem) => () => void): Hit {
  const path = `/customers/${row.id}`;
  const about = [row.job_title, row.organisation].filter(Boolean).join(' · ') || (row.kind === 'organisation' ? organisation : '');
  return {
    id: row.id,
    group: 'customers',
    name: row.name,
    mark: <Avatar name={row.name} initials={row.initials} size={28} square={row.kind === 'organisation'} />,
    second: about,
    aside: <Why row={row} />,
    path,
    run: remember({ path, name: row.name, aside: about, kind: row.kind }),
  };
}

/** What of a customer fitted, when it is not the name; else how to reach them. */
function Why({ row }: { row: CustomerHit }) {
  const { matched } = row;
  if (matched.kind === 'number') return <PhoneNumber number={matched.text} />;
  if (matched.kind === 'email') return <bdi dir="ltr">{matched.text}</bdi>;
  return row.number ? <PhoneNumber number={row.number} /> : null;
}

function messageHit(message: MessageHit, when: string, day: string): Hit {
  const { customer, identity_id, subject, snippet, marks, channel } = message;
  const home = customer ? `/customers/${customer.id}` : identity_id ? `/identities/${identity_id}` : '/customers';
  return {
    id: `message-${message.interaction_id}`,
    group: 'messages',
    name: [customer?.name, subject].filter(Boolean).join(' · ') || snippet,
    mark: <ChannelIcon channel={channel} size={18} />,
    second: (
      <>
        {piecesOf(snippet, marks).map((piece, index) =>
          piece.marked ? (
            <mark key={index} className={styles.marked}>
              {piece.text}
            </mark>
          ) : (
            piece.text
          ),
        )}
      </>
    ),
    aside: when,
    path: `${home}?at=${day}`,
  };
}
