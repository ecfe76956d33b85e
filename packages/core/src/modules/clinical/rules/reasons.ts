import type { z } from 'zod';
import type { overrideReasonSchema } from '../contract.ts';

export type OverrideReason = z.infer<typeof overrideReasonSchema>;

const interaction = ['DD', 'AT', 'DC', 'MC', 'PG', 'PA', 'SX', 'DA'];
const reason = (
  code: string,
  label: string,
  professionalService: string,
  resultOfService: string,
  rest: Partial<Pick<OverrideReason, 'noteRequired' | 'prescriberContacted' | 'forContraindicated' | 'appliesTo'>> = {},
): OverrideReason => ({
  code,
  label,
  professionalService,
  resultOfService,
  noteRequired: false,
  prescriberContacted: false,
  forContraindicated: false,
  appliesTo: [],
  ...rest,
});

/**
 * Coded reasons for accepting an alert. 440-E5 and 441-E6 are the codes a claim carries when the payer asks for them;
 * only a pharmacist may attach them.
 */
export const overrideReasons: readonly OverrideReason[] = [
  reason('prescriber-approved', 'Prescriber consulted, approved as written', 'M0', '1G', {
    noteRequired: true,
    prescriberContacted: true,
    forContraindicated: true,
  }),
  reason('prescriber-changed-dose', 'Prescriber consulted, dose changed', 'M0', '1C', {
    noteRequired: true,
    prescriberContacted: true,
    forContraindicated: true,
  }),
  reason('prescriber-changed-directions', 'Prescriber consulted, directions changed', 'M0', '1D', {
    noteRequired: true,
    prescriberContacted: true,
    forContraindicated: true,
  }),
  reason('other-drug-stopped', 'The other medicine was stopped', 'MR', '3C', {
    forContraindicated: true,
    noteRequired: true,
    appliesTo: ['DD', 'AT', 'ID', 'TD'],
  }),
  reason('false-positive', 'Not true for this patient', 'R0', '1A', { forContraindicated: true, noteRequired: true }),
  reason('tolerated-before', 'Taken together before and tolerated', 'PA', '1B', {
    appliesTo: [...interaction, 'ID', 'TD', 'HD'],
  }),
  reason('will-monitor', 'Will be monitored', 'MP', '1B', {
    appliesTo: [...interaction, 'HD', 'TN', 'TD', 'ID', 'MX'],
  }),
  reason('patient-counseled', 'Patient counselled, dispensed as written', 'P0', '1B', {
    appliesTo: [...interaction, 'TD', 'ID', 'ER', 'LR', 'TN', 'MS', 'HD'],
  }),
  reason('pharmacist-reviewed', 'Reviewed by the pharmacist, dispensed as written', 'R0', '1B', { noteRequired: true }),
  reason('dose-verified', 'Dose checked against indication, weight or kidney function', 'DE', '1B', {
    forContraindicated: true,
    noteRequired: true,
    appliesTo: ['HD', 'DR', 'MX', 'PA', 'MS'],
  }),
  reason('therapy-change', 'Dose or therapy change, the old one is replaced', 'MR', '3E', {
    appliesTo: ['ID', 'TD', 'ER', 'HD'],
  }),
  reason('allergy-not-true', 'Not an allergy: side effect or wrong entry', 'PH', '1A', {
    forContraindicated: true,
    noteRequired: true,
    appliesTo: ['DA'],
  }),
  reason('vacation', 'Vacation supply', 'R0', '1B', { appliesTo: ['ER'] }),
  reason('lost', 'Lost, spilled or stolen', 'R0', '1B', { noteRequired: true, appliesTo: ['ER'] }),
  reason('disaster', 'Emergency or disaster supply', 'R0', '1B', { appliesTo: ['ER'] }),
  reason('hospice-or-cancer', 'Hospice, cancer or sickle cell care', 'R0', '1B', {
    noteRequired: true,
    appliesTo: ['DD', 'AT', 'HD', 'ER', 'TD', 'ID'],
  }),
];
