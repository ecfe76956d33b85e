import type { AggregateType, DomainEvent } from '../../kernel/aggregate.ts';
import type { Role } from '../../kernel/permissions.ts';

export interface Passkey {
  readonly credentialId: string;
  /** COSE key, base64url. */
  readonly publicKey: string;
  readonly transports: readonly string[];
  readonly label: string;
  readonly addedAt: string;
}

export interface UserState {
  readonly id: string;
  readonly username: string;
  readonly name: string;
  readonly role: Role;
  /** Argon2id PHC strings. */
  readonly passwordHash: string;
  readonly pinHash: string | null;
  /** Base32, once confirmed. */
  readonly totpSecret: string | null;
  readonly passkeys: readonly Passkey[];
  readonly active: boolean;
}

export type UserEvent =
  | DomainEvent<
      'user.created',
      {
        username: string;
        name: string;
        role: Role;
        passwordHash: string;
        totpSecret: string | null;
        pinHash?: string | null;
      }
    >
  | DomainEvent<'user.changed', { name?: string; role?: Role; active?: boolean }>
  | DomainEvent<'user.password-set', { passwordHash: string }>
  | DomainEvent<'user.pin-set', { pinHash: string }>
  | DomainEvent<'user.totp-set', { totpSecret: string | null }>
  | DomainEvent<'user.passkey-added', Passkey>
  | DomainEvent<'user.passkey-removed', { credentialId: string }>
  /** PIN, authenticator and passkeys are gone, because the person lost them or someone else had them. */
  | DomainEvent<'user.proofs-dropped', null>;

export const userAggregate: AggregateType<UserState, UserEvent> = {
  kind: 'user',
  initial: (id) => ({
    id,
    username: '',
    name: '',
    role: 'technician',
    passwordHash: '',
    pinHash: null,
    totpSecret: null,
    passkeys: [],
    active: false,
  }),
  apply(state, event, meta) {
    switch (event.type) {
      case 'user.created':
        return { ...state, ...event.payload, pinHash: event.payload.pinHash ?? null, active: true };
      case 'user.changed':
      case 'user.password-set':
      case 'user.pin-set':
      case 'user.totp-set':
        return { ...state, ...event.payload };
      case 'user.passkey-added':
        return { ...state, passkeys: [...state.passkeys, { ...event.payload, addedAt: meta.at }] };
      case 'user.passkey-removed':
        return { ...state, passkeys: state.passkeys.filter((key) => key.credentialId !== event.payload.credentialId) };
      case 'user.proofs-dropped':
        return { ...state, pinHash: null, totpSecret: null, passkeys: [] };
      default:
        return state;
    }
  },
  rows: (id, state) => ({
    auth_user: [
      { aggregate_id: id, username: state.username, name: state.name, role: state.role, active: state.active ? 1 : 0 },
    ],
  }),
};

export const authMigrations = [
  {
    id: 'auth-001',
    sql: `
      CREATE TABLE auth_user (
        aggregate_id TEXT PRIMARY KEY,
        username TEXT NOT NULL,
        name TEXT NOT NULL,
        role TEXT NOT NULL,
        active INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX auth_user_name ON auth_user (username);
      CREATE TABLE auth_session (
        token_hash TEXT PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        user_id TEXT NOT NULL,
        created_ms INTEGER NOT NULL,
        expires_ms INTEGER NOT NULL,
        locked INTEGER NOT NULL,
        second_factor_at TEXT
      ) STRICT, WITHOUT ROWID;
      CREATE TABLE auth_attempt (
        subject TEXT PRIMARY KEY,
        failures INTEGER NOT NULL,
        blocked_until_ms INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;
    `,
  },
] as const;
