export { dayKey, daysAgo, formatDay, formatMonth, formatTime, formatWeekday, type DateStyle } from './dates';
export { formatNumber, formatPercent, toAscii, toDigits } from './digits';
export { formatClock, formatRelative, formatSpan, secondsSince } from './duration';
export { useFormat } from './useFormat';
export { useNow } from './useNow';
