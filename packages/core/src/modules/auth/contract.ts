import { z } from 'zod';
import { endpoint, idSchema, timeSchema } from '../../kernel/contract.ts';
import { roles } from '../../kernel/permissions.ts';

export const roleSchema = z.enum(roles);
const username = z.string().trim().toLowerCase().min(1).max(80);
const newUsername = username.regex(/^[a-z0-9][a-z0-9._-]{1,39}$/, 'Letters, digits, dot, dash; 2 to 40.');
const password = z.string().min(1).max(200);
const newPassword = z.string().min(12, 'At least 12 characters.').max(200);
const pin = z.string().regex(/^\d{4,8}$/, '4 to 8 digits.');
const totp = z.string().regex(/^\d{6}$/, 'Six digits.');
const passkeyJson = z.record(z.string(), z.unknown());

export const userSchema = z.object({ id: idSchema, name: z.string(), role: roleSchema });
const staffSchema = userSchema.extend({
  username: z.string(),
  active: z.boolean(),
  hasPin: z.boolean(),
  hasTotp: z.boolean(),
  passkeys: z.array(z.object({ credentialId: z.string(), label: z.string(), addedAt: z.string() })),
});
export const sessionSchema = z.object({ token: z.string(), user: userSchema, expiresAt: timeSchema });

const busyRefusals = {
  'sign-in-busy': {
    status: 429,
    message: 'More people sign in than this terminal can check at once. Wait the seconds below, then try again.',
    data: z.object({ retryAfterSeconds: z.number().int() }),
  },
} as const;
const signInRefusals = {
  ...busyRefusals,
  'sign-in-failed': { status: 401, message: 'User name, password or code do not match. Check them and try again.' },
  'too-many-attempts': {
    status: 429,
    message: 'Too many failed attempts. Wait until the time below, or ask a manager to reset the password.',
    data: z.object({ retryAt: timeSchema }),
  },
} as const;
const ownRefusals = {
  ...busyRefusals,
  'wrong-password': { status: 422, message: 'The current password does not match.' },
  'too-many-attempts': signInRefusals['too-many-attempts'],
} as const;
const codeRefusals = {
  'second-factor-invalid': { status: 422, message: 'The code does not match. Wait for the next one and try again.' },
} as const;
const passkeyRefusals = {
  'passkey-invalid': { status: 422, message: 'The passkey was not accepted. Try again, or use your code.' },
} as const;

const tag = 'auth';
const id = z.object({ id: idSchema });

export const authContract = {
  signIn: endpoint('POST', '/auth/sessions', {
    permission: 'public',
    summary: 'Sign in',
    tag,
    refusals: signInRefusals,
  })
    .input(z.object({ username, password, totp: totp.optional() }))
    .output(sessionSchema),
  session: endpoint('GET', '/auth/session', { permission: 'signed-in', summary: 'This session', tag }).output(
    z.object({
      user: userSchema,
      locked: z.boolean(),
      secondFactorAt: z.string().nullable(),
      permissions: z.array(z.string()),
    }),
  ),
  signOut: endpoint('DELETE', '/auth/session', { permission: 'signed-in', summary: 'Sign out', tag }).output(
    z.object({ signedOut: z.literal(true) }),
  ),
  lock: endpoint('POST', '/auth/session/lock', { permission: 'signed-in', summary: 'Lock this session', tag }).output(
    z.object({ locked: z.literal(true) }),
  ),
  unlock: endpoint('POST', '/auth/session/unlock', {
    permission: 'signed-in',
    summary: 'Unlock with password, or with the PIN in the own window',
    tag,
    refusals: signInRefusals,
  })
    .input(z.object({ password: password.optional(), pin: pin.optional() }))
    .output(z.object({ locked: z.literal(false) })),
  switchUser: endpoint('POST', '/auth/session/switch', {
    permission: 'public',
    ownWindowOnly: true,
    summary: 'Fast user switch with the PIN',
    tag,
    refusals: signInRefusals,
  })
    .input(z.object({ username, pin }))
    .output(sessionSchema),
  secondFactor: endpoint('POST', '/auth/session/second-factor', {
    permission: 'signed-in',
    summary: 'Show the second factor for this session',
    tag,
    refusals: codeRefusals,
  })
    .input(z.object({ totp }))
    .output(z.object({ secondFactorAt: timeSchema })),
  setPassword: endpoint('POST', '/auth/password', {
    permission: 'signed-in',
    summary: 'Change the own password',
    tag,
    refusals: ownRefusals,
  })
    .input(z.object({ current: password, password: newPassword }))
    .output(z.object({ changed: z.literal(true) })),
  setPin: endpoint('POST', '/auth/pin', {
    permission: 'signed-in',
    summary: 'Set the own PIN',
    tag,
    refusals: ownRefusals,
  })
    .input(z.object({ current: password, pin }))
    .output(z.object({ changed: z.literal(true) })),
  enrolTotp: endpoint('POST', '/auth/totp/enrolment', {
    permission: 'signed-in',
    summary: 'A new secret for an authenticator app; the password is asked, a PIN is not enough',
    tag,
    refusals: ownRefusals,
  })
    .input(z.object({ current: password }))
    .output(z.object({ secret: z.string(), uri: z.string() })),
  confirmTotp: endpoint('POST', '/auth/totp/confirmation', {
    permission: 'signed-in',
    summary: 'Confirm the secret with its first code',
    tag,
    refusals: codeRefusals,
  })
    .input(z.object({ totp }))
    .output(z.object({ confirmed: z.literal(true) })),
  passkeyOptions: endpoint('POST', '/auth/passkeys/registration-options', {
    permission: 'signed-in',
    summary: 'Start adding a passkey; the password is asked, a PIN is not enough',
    refusals: { ...passkeyRefusals, ...ownRefusals },
    tag,
  })
    .input(z.object({ origin: z.url(), current: password }))
    .output(passkeyJson),
  addPasskey: endpoint('POST', '/auth/passkeys', {
    permission: 'signed-in',
    summary: 'Add a passkey',
    tag,
    refusals: passkeyRefusals,
  })
    .input(z.object({ origin: z.url(), label: z.string().trim().min(1).max(40), response: passkeyJson }))
    .output(z.object({ credentialId: z.string() })),
  passkeyChallenge: endpoint('POST', '/auth/passkeys/challenges', {
    permission: 'public',
    summary: 'Start signing in with a passkey',
    refusals: passkeyRefusals,
    tag,
  })
    .input(z.object({ origin: z.url(), username }))
    .output(passkeyJson),
  passkeySignIn: endpoint('POST', '/auth/passkeys/sessions', {
    permission: 'public',
    summary: 'Sign in with a passkey (counts as second factor)',
    tag,
    refusals: { ...signInRefusals, ...passkeyRefusals },
  })
    .input(z.object({ origin: z.url(), username, response: passkeyJson }))
    .output(sessionSchema),
  users: endpoint('GET', '/users', { permission: 'users.manage', summary: 'Who may sign in', tag }).output(
    z.object({ items: z.array(staffSchema) }),
  ),
  createUser: endpoint('POST', '/users', {
    permission: 'users.manage',
    summary: 'Add a user',
    tag,
    refusals: {
      ...busyRefusals,
      'username-taken': { status: 409, message: 'This user name is taken. Choose another one.' },
    },
  })
    .input(
      z.object({
        username: newUsername,
        name: z.string().trim().min(1).max(80),
        role: roleSchema,
        password: newPassword,
      }),
    )
    .output(staffSchema),
  changeUser: endpoint('PATCH', '/users/{id}', {
    permission: 'users.manage',
    summary: 'Change name or role, switch on or off',
    tag,
    refusals: {
      'last-manager': {
        status: 409,
        message: 'Someone must be able to manage users. Give another person that role first.',
      },
    },
  })
    .input(
      id.extend({
        name: z.string().trim().min(1).max(80).optional(),
        role: roleSchema.optional(),
        active: z.boolean().optional(),
      }),
    )
    .output(staffSchema),
  resetPassword: endpoint('POST', '/users/{id}/password', {
    permission: 'users.manage',
    summary: 'Reset a password, lift a lock-out and drop PIN and second factors',
    tag,
    refusals: busyRefusals,
  })
    .input(id.extend({ password: newPassword }))
    .output(z.object({ changed: z.literal(true) })),
};
