/** What was opened from the search before: enough to show it again without asking. */
export interface RecentItem {
  path: string;
  name: string;
  aside: string;
  kind: 'person' | 'organisation';
}

const MOST = 6;
const storedAs = (userId: string) => `peyvand-recent-${userId}`;

/** What this person opened last in this browser, newest first. */
export function recentItems(userId: string): RecentItem[] {
  try {
    const items: unknown = JSON.parse(localStorage.getItem(storedAs(userId)) ?? '[]');
    return Array.isArray(items) ? (items as RecentItem[]).slice(0, MOST) : [];
  } catch {
    return [];
  }
}

export function rememberItem(userId: string, item: RecentItem): void {
  const others = recentItems(userId).filter(({ path }) => path !== item.path);
  localStorage.setItem(storedAs(userId), JSON.stringify([item, ...others].slice(0, MOST)));
}
