export type { CustomerHit, MessageHit, SearchAnswer } from '@/api';
