import { useQuery } from '@tanstack/react-query';
import { useCallback, useState, useSyncExternalStore } from 'react';
import { api } from '../client.ts';
import { DraftStore } from './drafts.ts';
import { type SessionState, type SignedIn, sessionStore } from './session-store.ts';

export const drafts = new DraftStore(sessionStorage);

export function useSessionState(): SessionState {
  return useSyncExternalStore(sessionStore.subscribe, () => sessionStore.state);
}

/** The signed-in user; only for screens inside the frame, where there always is one. */
export function useSignedIn(): SignedIn {
  const { signedIn } = useSessionState();
  if (!signedIn) throw new Error('this screen needs a signed-in user');
  return signedIn;
}

/** May this user do it? While the answer is not here yet: no. The service decides in any case. */
export function usePermission(): (permission: string) => boolean {
  const { signedIn } = useSessionState();
  const { data } = useQuery({
    ...api.auth.session.queryOptions(),
    enabled: signedIn !== null,
    staleTime: 60_000,
  });
  return (permission) => data?.permissions.includes(permission) ?? false;
}

/**
 * Form state that is kept while it is typed. `clear` once it was sent. `T` is plain JSON; a draft of an older shape is
 * laid over the initial value, so a new field finds its default.
 */
export function useDraft<T extends object>(name: string, initial: T) {
  const userId = useSignedIn().user.id;
  const [value, setValue] = useState<T>(() => {
    const kept = drafts.read(userId, name);
    return kept && typeof kept === 'object' ? { ...initial, ...kept } : initial;
  });
  const [isKept, setKept] = useState(true);

  const change = useCallback(
    (part: Partial<T> | ((before: T) => Partial<T>)) => {
      setValue((before) => {
        const next = { ...before, ...(typeof part === 'function' ? part(before) : part) };
        setKept(drafts.write(userId, name, next));
        return next;
      });
    },
    [userId, name],
  );
  const clear = useCallback(
    (next: T = initial) => {
      drafts.remove(userId, name);
      setValue(next);
    },
    [userId, name, initial],
  );
  return { value, change, clear, isKept };
}
