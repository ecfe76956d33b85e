import { z } from 'zod';
import type { RefusalMap } from '../../kernel/refusal.ts';
import { fillStateRefusals } from '../dispensing/refusals.ts';
import { lotRefusals } from '../inventory/refusals.ts';
import { changeRefusals, stageRefusals } from '../prescriptions/refusals.ts';

const { 'rights-elsewhere': rightsElsewhere, 'expired-lot': expiredLot, 'recalled-lot': recalledLot } = lotRefusals;

export const exceptionRefusals = {
  'exception-resolved': {
    status: 409,
    message: 'This was resolved already, by the person named. Look at what they decided; nothing more is to do.',
    data: z.object({ by: z.string(), terminal: z.string(), at: z.string(), action: z.string() }),
  },
  'action-unknown': {
    status: 422,
    message: 'This cannot be done with this exception. Choose one of its actions.',
    data: z.object({ actions: z.array(z.string()) }),
  },
  'note-needed': { status: 422, message: 'Say in a few words why; it stands in the record beside the decision.' },
  'count-needed': { status: 422, message: 'Count what lies on the shelf of this lot and enter the quantity.' },
  'witness-needed': {
    status: 422,
    message:
      'This needs a count with a witness, who signs in beside you: POST /inventory/lots/{id}/rights/reclaims, or the dialog of the lot.',
  },
  'rights-elsewhere': rightsElsewhere,
  'expired-lot': expiredLot,
  'recalled-lot': recalledLot,
  'already-in-this-status': lotRefusals['already-in-this-status'],
  'conflict-unknown': stageRefusals['conflict-unknown'],
  'fill-open': changeRefusals['fill-open'],
  'field-not-changeable': changeRefusals['field-not-changeable'],
  ...fillStateRefusals,
} as const satisfies RefusalMap;
