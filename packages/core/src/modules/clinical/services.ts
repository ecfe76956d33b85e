import type { DrugFacts, Finding, ScreenInput } from './model.ts';

/** What other modules may ask of screening. */
export interface ClinicalService {
  /** Pure and fast: same input, same findings, whatever the order of the profile. */
  screen(input: ScreenInput): readonly Finding[];
  /** Findings among what the patient takes now, for the profile page. */
  profileAlerts(patientId: string): readonly Finding[];
  /** Facts of a catalogue drug as the engine sees them; undefined when the catalogue does not know the key. */
  drugFacts(key: string): DrugFacts | undefined;
}

declare module '../../kernel/module.ts' {
  interface ModuleServices {
    clinical: ClinicalService;
  }
}
