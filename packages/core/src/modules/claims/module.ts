import { defineModule } from '../../kernel/module.ts';
import { claimAggregate, claimsMigrations } from './claim.ts';
import { claimsContract } from './contract.ts';
import { claimsHandlers } from './handlers.ts';
import { cashPayer } from './payer.ts';
import { claimsService } from './service.ts';

/** Settles what the patient pays. Cash now; payers over a network come behind their own port. */
export const claimsModule = defineModule({
  name: 'claims',
  version: '1.0.0',
  requires: ['drugs', 'prescriptions', 'pos'],
  contract: claimsContract,
  aggregates: [claimAggregate],
  projections: [],
  migrations: claimsMigrations,
  start(context) {
    const payers = new Map([cashPayer(() => context.use('pos'))].map((payer) => [payer.id, payer]));
    return { services: claimsService(context, payers), handlers: claimsHandlers(context, payers) };
  },
});
