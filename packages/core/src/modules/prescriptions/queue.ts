import type { z } from 'zod';
import type { prescriptionRowSchema } from './wire.ts';

export type PrescriptionRow = z.input<typeof prescriptionRowSchema>;
