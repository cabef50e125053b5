export { addDays, type CalendarDay, dayIn, instantOf, isoOf, monthGrid, monthStart, startOfDay } from './calendar';
export { dayKey, daysAgo, formatDay, formatMonth, formatTime, formatWeekday, type DateStyle } from './dates';
export { formatNumber, formatPercent, toAscii, toDigits } from './digits';
export { formatClock, formatRelative, formatSpan, secondsSince } from './duration';
export { parseDay, typedDay } from './parseDay';
export { useFormat } from './useFormat';
export { useNow } from './useNow';
