import { defineModule } from '../../kernel/module.ts';
import { dispensingContract } from './contract.ts';
import { commandHandlers, queryHandlers } from './handlers.ts';
import type { DispensingService } from './services.ts';
import { dispensingSettingsAggregate } from './settings.ts';
import { voidFill } from './undo-fill.ts';
import { countOwed, willCall } from './will-call.ts';

/** From the bottle on the shelf to the bag in the patient's hand. It writes the fill events of prescriptions. */
export const dispensingModule = defineModule({
  name: 'dispensing',
  version: '1.0.0',
  requires: ['store', 'auth', 'drugs', 'patients', 'prescriptions', 'inventory', 'labels', 'pos', 'claims'],
  contract: dispensingContract,
  aggregates: [dispensingSettingsAggregate],
  projections: [],
  migrations: [],
  start(context) {
    const services: DispensingService = {
      counts() {
        const waiting = willCall(context, {});
        return {
          waiting: waiting.length,
          returnDue: waiting.filter((row) => row.isReturnDue).length,
          owed: countOwed(context),
        };
      },
      takeBack(unit, { fillId, reason }) {
        voidFill(context, unit, { id: fillId, reason, leftPharmacy: false });
      },
    };
    return { services, handlers: { ...commandHandlers(context), ...queryHandlers(context) } };
  },
});
