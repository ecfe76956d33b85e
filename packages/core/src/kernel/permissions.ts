/** Roles of the store and what each may do. Fact sheet workflow-operations.md section 2. */
export const roles = ['technician', 'pharmacist', 'pharmacist-in-charge', 'manager', 'owner', 'auditor'] as const;
export type Role = (typeof roles)[number];

const everyone: readonly Role[] = roles;
const counter: readonly Role[] = ['technician', 'pharmacist', 'pharmacist-in-charge'];
const staff: readonly Role[] = [...counter, 'manager', 'owner'];
const pharmacists: readonly Role[] = ['pharmacist', 'pharmacist-in-charge'];
const heads: readonly Role[] = ['pharmacist-in-charge', 'manager', 'owner'];

/** One row a permission: who holds it. An endpoint names exactly one of these, `public` or `signed-in`. */
export const permissions = {
  'patients.read': [...staff, 'auditor'],
  'patients.write': staff,
  'patients.merge': [...pharmacists, 'manager'],
  'patients.import': heads,
  'drugs.read': everyone,
  'drugs.import': heads,
  'drugs.state-schedule': pharmacists,
  'prescriptions.read': [...staff, 'auditor'],
  'prescriptions.write': counter,
  'prescriptions.review': counter,
  'prescriptions.transfer': pharmacists,
  'prescriptions.cancel': counter,
  'clinical.override': pharmacists,
  'claims.adjudicate': counter,
  'dispensing.fill': counter,
  'dispensing.verify': pharmacists,
  'dispensing.hand-over': staff,
  'dispensing.return': counter,
  'pos.sell': staff,
  'pos.refund': [...pharmacists, 'manager', 'owner'],
  'pos.price-override': heads,
  'inventory.read': everyone,
  'inventory.receive': staff,
  'inventory.adjust': staff,
  'inventory.count': staff,
  'inventory.adjust-controlled': pharmacists,
  'labels.print': staff,
  'exceptions.read': [...staff, 'auditor'],
  'exceptions.resolve': staff,
  'audit.read': [...heads, 'auditor'],
  'store.read': everyone,
  'store.manage': heads,
  'terminals.manage': heads,
  'users.manage': ['pharmacist-in-charge', 'owner', 'manager'],
  'modules.manage': heads,
  'system.read': everyone,
} as const satisfies Record<string, readonly Role[]>;

export type Permission = keyof typeof permissions;

export function holds(role: Role, permission: Permission): boolean {
  return (permissions[permission] as readonly Role[]).includes(role);
}
