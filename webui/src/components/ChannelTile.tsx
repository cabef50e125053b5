import type { Channel } from '@/api';

import styles from './ChannelTile.module.css';
import { Icon } from './Icon';
import type { IconName } from './icons';

export type TileChannel = Channel | 'missed';

const ICONS: Record<TileChannel, IconName> = {
  call: 'phone',
  sms: 'message-2',
  email: 'mail',
  chat: 'message-circle',
  note: 'note',
  campaign: 'speakerphone',
  event: 'webhook',
  missed: 'phone-x',
};

interface Props {
  channel: TileChannel;
  /** px: 22, 28 (default), 40. */
  size?: number;
  /** Another shape in the channel's colour, such as `phone-incoming`. */
  icon?: IconName;
  /** Filled with the channel's colour: something live. */
  filled?: boolean;
}

/** A channel as icon on a light tint; always beside its word or a label. */
export function ChannelTile({ channel, size = 28, icon, filled }: Props) {
  return (
    <span className={styles.tile} data-channel={channel} data-filled={filled} style={{ inlineSize: size, blockSize: size }}>
      <Icon name={icon ?? ICONS[channel]} size={size >= 40 ? 20 : 16} />
    </span>
  );
}

/** The channel's icon alone, in its colour. */
export function ChannelIcon({ channel, icon, size = 16 }: { channel: TileChannel; icon?: IconName; size?: number }) {
  return (
    <span className={styles.icon} data-channel={channel}>
      <Icon name={icon ?? ICONS[channel]} size={size} />
    </span>
  );
}
