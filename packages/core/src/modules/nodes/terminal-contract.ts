import { z } from 'zod';
import { endpoint, idSchema, timeSchema } from '../../kernel/contract.ts';

const nameSchema = z.string().trim().min(1).max(60);

export const terminalSchema = z.object({
  terminalId: z.string(),
  name: z.string(),
  isSelf: z.boolean(),
  enrolledAt: timeSchema.nullable(),
  /** Name of the terminal that let it in; null for the first of the store. */
  enrolledBy: z.string().nullable(),
  /** A terminal that was put out let it in: it gets no keys until a person lets it in again. */
  isWaiting: z.boolean(),
  revokedAt: timeSchema.nullable(),
  revokedBecause: z.string().nullable(),
});

export const enrolmentSchema = z.object({
  id: idSchema,
  name: z.string().nullable(),
  createdAt: timeSchema,
  createdBy: z.string(),
  expiresAt: timeSchema,
  triesLeft: z.number().int(),
});

const notAMember = {
  status: 409,
  message:
    'This terminal does not belong to the store any more, or was never let in. Do this on another terminal, ' +
    'or let this one join again with a code.',
} as const;

/** Codes for new terminals, and the register of those that are there. */
export const terminalContract = {
  createEnrolment: endpoint('POST', '/store/enrollments', {
    permission: 'terminals.manage',
    summary: 'A one-time code with which another terminal joins; shown once, good for ten minutes',
    tag: 'store',
    refusals: {
      'not-a-member': notAMember,
      'not-reachable': {
        status: 409,
        message: 'Other terminals cannot reach this one: its sync port is not open. See System, then try again.',
      },
      'too-many-codes': {
        status: 422,
        message: 'Eight codes are open already. Use one of them, or void those that are not needed.',
      },
    },
  })
    .input(z.object({ name: nameSchema.optional() }))
    .output(
      z.object({
        id: idSchema,
        code: z.string(),
        expiresAt: timeSchema,
        url: z.string(),
        /** What `--join` takes. */
        join: z.string(),
      }),
    ),
  enrolments: endpoint('GET', '/store/enrollments', {
    permission: 'terminals.manage',
    summary: 'Codes that can still be used; not the codes themselves',
    tag: 'store',
  }).output(z.object({ items: z.array(enrolmentSchema), nextCursor: z.string().nullable() })),
  voidEnrolment: endpoint('DELETE', '/store/enrollments/{id}', {
    permission: 'terminals.manage',
    summary: 'Make a code void before it is used',
    tag: 'store',
  })
    .input(z.object({ id: idSchema }))
    .output(z.object({ id: idSchema })),
  terminals: endpoint('GET', '/store/terminals', {
    permission: 'system.read',
    summary: 'The terminals of this store, revoked ones too',
    tag: 'store',
  }).output(z.object({ items: z.array(terminalSchema), nextCursor: z.string().nullable() })),
  renameTerminal: endpoint('POST', '/store/terminals/{id}/rename', {
    permission: 'terminals.manage',
    summary: 'Give a terminal another name',
    tag: 'store',
  })
    .input(z.object({ id: idSchema, name: nameSchema }))
    .output(terminalSchema),
  admitTerminal: endpoint('POST', '/store/terminals/{id}/admission', {
    permission: 'terminals.manage',
    summary: 'Let a terminal in again that a terminal which was put out had let in',
    tag: 'store',
    refusals: { 'not-a-member': notAMember },
  })
    .input(z.object({ id: idSchema }))
    .output(terminalSchema),
  revokeTerminal: endpoint('POST', '/store/terminals/{id}/revocation', {
    permission: 'terminals.manage',
    summary: 'Put a terminal out for ever: it is refused at once and cannot read what is written from now on',
    tag: 'store',
    refusals: {
      'not-a-member': notAMember,
      'last-terminal': {
        status: 422,
        message: 'This is the last terminal of the store, so it cannot be put out. Let another one join first.',
      },
      'own-terminal': {
        status: 422,
        message:
          'This is the terminal you work at: it would lose the others at once. Do it from another terminal, ' +
          'or send confirm: true.',
      },
      'second-factor-required': {
        status: 422,
        message: 'Your account has a second factor. Enter the code of your authenticator app.',
      },
      'second-factor-invalid': {
        status: 422,
        message: 'That code is not right, or was used before. Wait for the next one and enter it.',
      },
    },
  })
    .input(
      z.object({
        id: idSchema,
        reason: z.string().trim().min(3).max(200),
        confirm: z.boolean().default(false),
        totp: z
          .string()
          .regex(/^\d{6}$/)
          .optional(),
      }),
    )
    .output(terminalSchema),
};
