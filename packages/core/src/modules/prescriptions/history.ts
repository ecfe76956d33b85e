import type { z } from 'zod';
import type { EventMeta } from '../../kernel/aggregate.ts';
import type { PrescriptionEvent } from './events.ts';
import type { historyEntrySchema } from './wire.ts';

type Entry = z.input<typeof historyEntrySchema>;

/** One line of the history: what happened in words, and the fields a screen may open. */
export function historyEntry(event: PrescriptionEvent, meta: EventMeta): Entry {
  return {
    type: event.type,
    at: meta.at,
    by: meta.actor.userName,
    role: meta.actor.role,
    terminalId: meta.actor.terminalId,
    summary: summaryOf(event),
    detail: { ...event.payload } as Record<string, unknown>,
  };
}

function summaryOf(event: PrescriptionEvent): string {
  switch (event.type) {
    case 'prescription.entered':
      return `Entered (${event.payload.origin})`;
    case 'prescription.opened':
      return `Taken over from ${event.payload.source}`;
    case 'prescription.corrected':
      return `Changed ${Object.keys(event.payload.changes).join(', ')}: ${event.payload.reason}`;
    case 'prescription.reviewed':
      return `Reviewed, ${event.payload.alerts.length} alerts${event.payload.accepted && event.payload.byPharmacist ? ', accepted' : ''}`;
    case 'prescription.alert-overridden':
      return `Alert overridden: ${event.payload.reasonCode}`;
    case 'prescription.adjudicated':
      return `Priced: ${event.payload.status} (${event.payload.payer === 'cash' ? 'cash' : 'coverage'})`;
    case 'prescription.refill-requested':
      return `Refill ${event.payload.fillNumber} requested by ${event.payload.requestedBy}`;
    case 'prescription.promised':
      return event.payload.promisedAt === null ? 'Promised time removed' : 'Promised time set';
    case 'prescription.held':
      return `Put on hold: ${event.payload.reason}`;
    case 'prescription.released':
      return 'Taken back into work';
    case 'prescription.cancelled':
      return `Cancelled by ${event.payload.requestedBy}: ${event.payload.reason}`;
    case 'prescription.transferred-out':
      return `Transferred to ${event.payload.to.pharmacyName}`;
    case 'prescription.transferred-in':
      return `Transferred from ${event.payload.from.pharmacyName}`;
    case 'prescription.product-changed':
      return `Product changed to ${event.payload.product.name}: ${event.payload.reason}`;
    case 'prescription.renewal-requested':
      return `Renewal asked for by ${event.payload.method}`;
    case 'prescription.owed-released':
      return `Owed quantity given up: ${event.payload.reason}`;
    case 'prescription.conflict-resolved':
      return `Conflict decided: ${event.payload.keep} kept`;
    default:
      return fillSummary(event);
  }
}

function fillSummary(event: Extract<PrescriptionEvent, { type: `fill.${string}` }>): string {
  switch (event.type) {
    case 'fill.started':
      return `Filled ${event.payload.quantityMilli / 1000} of ${event.payload.productName} (fill ${event.payload.fillNumber})`;
    case 'fill.verified':
      return `Verified${event.payload.binLocation === null ? '' : `, bin ${event.payload.binLocation}`}`;
    case 'fill.rejected':
      return `Fill rejected: ${event.payload.reason}`;
    case 'fill.handed-over':
      return `Handed over to ${event.payload.relationship}, receipt ${event.payload.receiptNumber}`;
    case 'fill.returned':
      return `Returned to stock: ${event.payload.reason}`;
    case 'fill.voided':
      return `Fill voided: ${event.payload.reason}`;
    default:
      return 'Something a newer version did';
  }
}
