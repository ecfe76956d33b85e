/** Who signed in at this window lately: names of staff for the fast switch, no secrets; gone with the tab. */
export interface RecentUser {
  readonly username: string;
  readonly name: string;
}

const storageKey = 'apotheca.recent-users';
const countMax = 6;

export function recentUsers(): readonly RecentUser[] {
  try {
    const list: unknown = JSON.parse(sessionStorage.getItem(storageKey) ?? '[]');
    return Array.isArray(list) ? (list as RecentUser[]) : [];
  } catch {
    return [];
  }
}

export function rememberUser(user: RecentUser): void {
  const others = recentUsers().filter((other) => other.username !== user.username);
  sessionStorage.setItem(storageKey, JSON.stringify([user, ...others].slice(0, countMax)));
}
