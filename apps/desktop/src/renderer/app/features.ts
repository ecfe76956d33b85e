import type { IconName } from '@apotheca/ui';
import type { RouteObject } from 'react-router';
import { auditFeature } from '../features/audit/feature.ts';
import { dispensingFeature } from '../features/dispensing/feature.ts';
import { drugsFeature } from '../features/drugs/feature.ts';
import { exceptionsFeature } from '../features/exceptions/feature.ts';
import { intakeFeature } from '../features/intake/feature.ts';
import { inventoryFeature } from '../features/inventory/feature.ts';
import { nodesFeature } from '../features/nodes/feature.ts';
import { patientsFeature } from '../features/patients/feature.ts';
import { posFeature } from '../features/pos/feature.ts';
import { prescriptionsFeature } from '../features/prescriptions/feature.ts';
import { queueFeature } from '../features/queue/feature.ts';
import { storeFeature } from '../features/store/feature.ts';
import type { WordKey } from '../text/t.ts';

/** Figures beside the work areas; each is shown by the area that names it. */
export interface LiveCounts {
  readonly stages: Readonly<Record<string, number>>;
  readonly conflicts: number;
  readonly exceptions: number;
}

/** One work area in the rail. */
export interface Area {
  readonly path: string;
  readonly label: WordKey;
  readonly icon: IconName;
  readonly group: 'work' | 'store' | 'manage';
  /** Smaller stands higher. */
  readonly order: number;
  /** Not shown to who may not enter it. */
  readonly permission: string;
  /** `G` and this letter lead there. */
  readonly goKey: string;
  readonly count?: (counts: LiveCounts) => number;
  readonly isHot?: boolean;
}

/** What a feature folder gives to the frame. Screens are loaded when they are first opened. */
export interface Feature {
  readonly areas: readonly Area[];
  readonly routes: readonly RouteObject[];
}

/** Every feature there is; a new one is a folder under features/ and a line here. */
export const features: readonly Feature[] = [
  queueFeature,
  intakeFeature,
  prescriptionsFeature,
  dispensingFeature,
  posFeature,
  patientsFeature,
  drugsFeature,
  inventoryFeature,
  exceptionsFeature,
  auditFeature,
  storeFeature,
  nodesFeature,
];
