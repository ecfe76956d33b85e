import { describe, expect, test } from 'vitest';
import { DraftStore } from './drafts.ts';
import { memoryStorage, SessionStore } from './session-store.ts';

const signedIn = {
  token: 'token-1',
  username: 'tech',
  user: { id: 'user_1', name: 'T. Reyes', role: 'technician' },
  expiresAt: '2026-11-21T23:00:00Z',
};

describe('UI-70 drafts', () => {
  test('UI-70 a draft survives a reload', () => {
    const storage = memoryStorage();
    new DraftStore(storage).write('user_1', 'intake', { sig: '1 tab po' });
    expect(new DraftStore(storage).read('user_1', 'intake')).toEqual({ sig: '1 tab po' });
  });

  test('UI-70 a draft belongs to the user who typed it, and sign-out removes only that user’s', () => {
    const storage = memoryStorage();
    const drafts = new DraftStore(storage);
    drafts.write('user_1', 'intake', 1);
    drafts.write('user_2', 'intake', 2);
    expect(drafts.read('user_2', 'intake')).toBe(2);
    drafts.clear('user_1');
    expect(drafts.read('user_1', 'intake')).toBeUndefined();
    expect(drafts.read('user_2', 'intake')).toBe(2);
    expect(storage.length).toBe(1);
  });

  test('UI-71 a draft too large for the storage is kept in memory and says so', () => {
    const storage = memoryStorage();
    const drafts = new DraftStore({
      ...storage,
      setItem: () => {
        throw new DOMException('full', 'QuotaExceededError');
      },
    });
    expect(drafts.write('user_1', 'intake', 'big')).toBe(false);
    expect(drafts.read('user_1', 'intake')).toBe('big');
    expect(drafts.names('user_1')).toEqual(['intake']);
    drafts.clear('user_1');
    expect(drafts.read('user_1', 'intake')).toBeUndefined();
  });

  test('UI-70 a damaged draft is dropped instead of breaking the screen', () => {
    const storage = memoryStorage();
    storage.setItem('apotheca.draft/user_1/intake', '{"sig":');
    expect(new DraftStore(storage).read('user_1', 'intake')).toBeUndefined();
    expect(storage.length).toBe(0);
  });
});

describe('UI-72 the session of a window', () => {
  test('UI-72 survives a reload, locked or not', () => {
    const storage = memoryStorage();
    const store = new SessionStore(storage);
    store.start(signedIn);
    store.lock();
    expect(new SessionStore(storage).state).toEqual({ signedIn, isLocked: true, hasEnded: false });
  });

  test('UI-72 sign-out and an ended session leave nothing behind', () => {
    const storage = memoryStorage();
    const store = new SessionStore(storage);
    store.start(signedIn);
    store.end();
    expect(store.state).toEqual({ signedIn: null, isLocked: false, hasEnded: true });
    store.start(signedIn);
    store.signOut();
    expect(store.state.hasEnded).toBe(false);
    expect(storage.length).toBe(0);
  });

  test('UI-72 nobody signed in cannot be locked or ended', () => {
    const store = new SessionStore(memoryStorage());
    let changes = 0;
    store.subscribe(() => {
      changes += 1;
    });
    store.lock();
    store.end();
    expect(changes).toBe(0);
  });

  test('UI-72 a damaged entry is nobody', () => {
    const storage = memoryStorage();
    storage.setItem('apotheca.session', 'nonsense');
    expect(new SessionStore(storage).token).toBeNull();
  });
});
