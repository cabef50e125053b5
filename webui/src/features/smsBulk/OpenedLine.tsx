import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import type { SmsBulkOpened } from '@/api';
import { EndOfList } from '@/components/EndOfList';
import { useFormat } from '@/lib/format';
import { useProblemText } from '@/lib/http';

import styles from './BulkSms.module.css';
import { useWhoOpened } from './useBulks';

/** How many people opened a link of a text to many, and on demand who they are. */
export function OpenedLine({ bulk, opened }: { bulk: string; opened: SmsBulkOpened }) {
  const { t } = useTranslation('smsBulk');
  const { number, percent } = useFormat();
  const [open, setOpen] = useState(false);
  const { people, messages, clicks } = opened;
  return (
    <>
      <li>
        <span>
          {t('opened.title')} · {t('opened.clicks', { count: clicks, shown: number(clicks) })}
        </span>
        {people > 0 && (
          <Button variant="subtle" size="compact-xs" aria-expanded={open} onClick={() => setOpen(!open)}>
            {t(open ? 'opened.hide' : 'opened.who')}
          </Button>
        )}
        <b>{t('opened.of', { people: number(people), messages: number(messages), share: percent(people / messages) })}</b>
      </li>
      {open && (
        <li className={styles.who}>
          <WhoOpened bulk={bulk} clicks={clicks} />
        </li>
      )}
    </>
  );
}

function WhoOpened({ bulk, clicks }: { bulk: string; clicks: number }) {
  const { t } = useTranslation('smsBulk');
  const { number, dateTime } = useFormat();
  const problem = useProblemText();
  const query = useWhoOpened(bulk, clicks);
  return (
    <>
      <ul className={styles.people}>
        {query.data?.pages
          .flatMap((page) => page.items)
          .map((one) => (
            <li key={one.id}>
              {one.customer ? (
                <Link to={`/customers/${one.customer.id}`} className="pv-cut">
                  <bdi>{one.customer.name}</bdi>
                </Link>
              ) : (
                <span>–</span>
              )}
              <span>{t('opened.times', { count: one.opened, shown: number(one.opened) })}</span>
              <span>{one.opened_at && dateTime(one.opened_at)}</span>
            </li>
          ))}
      </ul>
      <EndOfList query={query} more={t('opened.more')} problem={problem} />
    </>
  );
}
