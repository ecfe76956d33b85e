import { UNSTABLE_ToastQueue as ToastQueue } from 'react-aria-components/Toast';

export interface ToastContent {
  readonly tone: 'ok' | 'plain' | 'warn' | 'late';
  readonly text: string;
  readonly detail?: string;
  /** One thing to do about it, e.g. undo. */
  readonly action?: { readonly label: string; readonly run: () => void };
}

export const toastQueue = new ToastQueue<ToastContent>({ maxVisibleToasts: 4 });

/** What went well disappears by itself; what needs a reader stays until it is dismissed (WCAG 2.2.1). */
export function showToast(content: ToastContent): string {
  const isLasting = content.tone === 'late' || content.tone === 'warn' || content.action !== undefined;
  return toastQueue.add(content, isLasting ? {} : { timeout: 5000 });
}

export function closeToast(key: string): void {
  toastQueue.close(key);
}
