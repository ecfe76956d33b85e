import { defineModule } from '../../kernel/module.ts';
import { acceptanceProjection, clinicalMigrations } from './acceptances.ts';
import { clinicalContract } from './contract.ts';
import { clinicalHandlers } from './handlers.ts';
import { buildRuleIndex } from './rule-index.ts';
import { seedRuleSet } from './rule-set.ts';
import { screen } from './screen.ts';
import { Screener } from './screener.ts';
import type { ClinicalService } from './services.ts';

/** Prospective drug utilisation review: screening, the pharmacist's decisions, and checks of drug lists. */
export const clinicalModule = defineModule({
  name: 'clinical',
  version: '1.0.0',
  requires: ['drugs', 'patients', 'prescriptions'],
  contract: clinicalContract,
  aggregates: [],
  projections: [acceptanceProjection],
  migrations: clinicalMigrations,
  start(context) {
    const index = buildRuleIndex(seedRuleSet);
    const screener = new Screener(context, index);
    const profileAlerts = (patientId: string) => {
      const patient = context.use('patients').get(patientId);
      if (!patient) return [];
      return screener.profile(patient, context.use('prescriptions').ofPatient(patient.id), context.today()).findings;
    };
    const services: ClinicalService = {
      screen: (input) => screen(input, index),
      drugFacts: (key) => screener.drugFacts(key),
      profileAlerts,
    };
    context.use('patients').supplyProfile({ alerts: profileAlerts });
    return { services, handlers: clinicalHandlers(context, screener, seedRuleSet) };
  },
});
