import type { client } from '../../client.ts';

export type Patient = Awaited<ReturnType<typeof client.patients.get>>;
export type Profile = Awaited<ReturnType<typeof client.patients.profile>>;
export type PatientRow = Awaited<ReturnType<typeof client.patients.list>>['items'][number];
export type Duplicate = Awaited<ReturnType<typeof client.patients.duplicates>>['items'][number];
