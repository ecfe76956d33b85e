/**
 * How this window reaches its service. The launch token arrives in the URL fragment, which no server and no referrer
 * ever sees, and is taken out of the address bar at once. It lives as long as the tab: sessionStorage, never on disk
 * of ours.
 */
const tokenKey = 'apotheca.launch';

export interface Launch {
  readonly kind: 'socket' | 'port';
  readonly token: string | null;
}

export interface LaunchPage {
  readonly hash: string;
  readonly protocol: string;
  readonly userAgent: string;
}

/** `#launch=TOKEN` alone or before a route: `#launch=TOKEN&/queue`. */
export function readLaunch(page: LaunchPage): { launch: Launch; route: string } {
  const match = /^#launch=([\w-]+)(?:&(.*))?$/.exec(page.hash);
  const isElectron = page.protocol === 'app:' || (page.protocol === 'file:' && /Electron\//.test(page.userAgent));
  const route = match ? (match[2] ?? '') : page.hash.replace(/^#/, '');
  return { launch: { kind: isElectron ? 'port' : 'socket', token: match?.[1] ?? null }, route };
}

export function takeLaunch(): Launch {
  const { hash, protocol } = window.location;
  const { launch, route } = readLaunch({ hash, protocol, userAgent: navigator.userAgent });
  if (!launch.token) return { ...launch, token: sessionStorage.getItem(tokenKey) };
  sessionStorage.setItem(tokenKey, launch.token);
  window.history.replaceState(null, '', `${window.location.pathname}#${route || '/'}`);
  return launch;
}
