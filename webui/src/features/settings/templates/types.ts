import type { Template, TemplateChannel } from '@/api';
import type { IconName } from '@/components';

export const CHANNELS = ['sms', 'email', 'chat', 'call', 'note'] as const satisfies readonly TemplateChannel[];
export const LANGUAGES = ['fa', 'en'] as const;
export type TemplateLanguage = (typeof LANGUAGES)[number];
export type Body = NonNullable<Template['bodies']['fa']>;
export type Right = Template['use'];
/** The parts of a body that are written in. */
export type Part = keyof Body;

export const CHANNEL_ICONS: Record<TemplateChannel, IconName> = { sms: 'message-2', email: 'mail', chat: 'message-circle', call: 'phone', note: 'note' };
export const DIRECTIONS: Record<TemplateLanguage, 'rtl' | 'ltr'> = { fa: 'rtl', en: 'ltr' };
