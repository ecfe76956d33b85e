import { z } from 'zod';
import { endpoint } from '../../kernel/contract.ts';

/** The largest document: a signature page with its picture is under one megabyte. */
const base64Max = 8 * 1024 * 1024;

export const printersContract = {
  list: endpoint('GET', '/printers', {
    permission: 'labels.print',
    summary: 'Printers this terminal prints on without a dialog',
    tag: 'Printers',
  }).output(
    z.object({
      /** False in a browser window: it prints through its own dialog. */
      canPrint: z.boolean(),
      items: z.array(z.object({ name: z.string(), displayName: z.string() })),
    }),
  ),
  send: endpoint('POST', '/printers/jobs', {
    permission: 'labels.print',
    ownWindowOnly: true,
    summary: 'Print a document on a printer of this terminal, without a dialog',
    tag: 'Printers',
    refusals: {
      'no-silent-printing': {
        status: 409,
        message: "This window cannot print by itself. Print from the window's own dialog.",
      },
      'print-failed': {
        status: 409,
        message: 'The printer did not take the job. See the reason, then print again.',
        data: z.object({ reason: z.string() }),
      },
    },
  })
    .input(
      z.object({
        /** A name from the list, or `socket://host[:port]` of a label printer. */
        printer: z.string().min(1).max(200),
        format: z.enum(['pdf', 'zpl']),
        base64: z.string().min(1).max(base64Max),
        copies: z.number().int().min(1).max(10).default(1),
        /** Size of a label; left out, the printer's own paper is taken. */
        page: z
          .object({
            widthMicrons: z.number().int().min(10_000).max(500_000),
            heightMicrons: z.number().int().min(10_000).max(500_000),
          })
          .nullable()
          .default(null),
      }),
    )
    .output(z.object({ printer: z.string(), copies: z.number() })),
};
