import { describe, expect, test } from 'vitest';
import { contract } from '../../packages/core/src/contract.ts';
import { type Permission, permissions } from '../../packages/core/src/kernel/permissions.ts';
import { foreignTables, pharmacyWordsIn, tablesIn } from './checks/modules.ts';
import { files, sources } from './tree.ts';

interface Endpoint {
  readonly name: string;
  readonly permission: string;
  readonly ownWindowOnly: boolean;
  readonly route: string;
  readonly summary: string;
}

const endpoints: Endpoint[] = Object.entries(contract).flatMap(([module, list]) =>
  Object.entries(list).map(([name, procedure]) => {
    const { meta, route } = procedure['~orpc'];
    return {
      name: `${module}.${name}`,
      permission: meta.permission,
      ownWindowOnly: meta.ownWindowOnly ?? false,
      route: `${route.method} ${route.path}`,
      summary: route.summary ?? '',
    };
  }),
);

/** What someone who is not signed in may call. Each line wants a reason before it is added. */
const openToEveryone = [
  'auth.passkeyChallenge',
  'auth.passkeySignIn',
  'auth.signIn',
  // In the own window only: first set-up, and changing users by PIN.
  'auth.switchUser',
  'store.setUp',
  // Name of the store and whether it is a demo: the sign-in page shows it.
  'store.get',
];

const moduleNames = [
  ...new Set(files.flatMap((path) => /^packages\/core\/src\/modules\/([^/]+)\/contract\.ts$/.exec(path)?.[1] ?? [])),
];

describe('endpoints', () => {
  test('TIDY-10 each names a permission that exists', () => {
    const known = new Set<string>([...Object.keys(permissions), 'signed-in', 'public']);
    expect(endpoints.filter(({ permission }) => !known.has(permission))).toEqual([]);
    expect(endpoints.length).toBeGreaterThan(80);
  });

  test('TIDY-10 those open to everyone are on the list', () => {
    const open = endpoints.filter(({ permission }) => permission === 'public').map(({ name }) => name);
    expect(open.sort()).toEqual([...openToEveryone].sort());
  });

  test('TIDY-10 signed-in alone is enough only for what concerns the own account', () => {
    const loose = endpoints.filter(({ permission, name }) => permission === 'signed-in' && !name.startsWith('auth.'));
    expect(loose).toEqual([]);
  });

  test('TIDY-10 every permission opens something, and somebody holds it', () => {
    const used = new Set(endpoints.map(({ permission }) => permission));
    const names = Object.keys(permissions) as Permission[];
    expect(names.filter((name) => !used.has(name))).toEqual([]);
    expect(names.filter((name) => permissions[name].length === 0)).toEqual([]);
  });

  test('TIDY-10 no two endpoints share a route, and each has a summary', () => {
    const routes = endpoints.map(({ route }) => route.replaceAll(/\{[^}]+\}/g, '{}'));
    expect(routes.filter((route, at) => routes.indexOf(route) !== at)).toEqual([]);
    expect(endpoints.filter(({ summary }) => summary === '')).toEqual([]);
  });
});

/** Modules each module lists in `requires`. */
function requiredBy(module: string): string[] {
  const [file] = sources(new RegExp(`^packages/core/src/modules/${module}/module\\.ts$`));
  return [...(/requires: \[([^\]]*)\]/.exec(file?.text ?? '')?.[1] ?? '').matchAll(/'([\w-]+)'/g)].map(
    (match) => match[1]!,
  );
}

describe('modules', () => {
  test('TIDY-11 each has a spec of its name', () => {
    expect(moduleNames.filter((name) => !files.includes(`docs/specs/${name}.md`))).toEqual([]);
  });

  test.each(moduleNames)('TIDY-11 %s reads its own tables and those of modules it requires', (module) => {
    const allowed = requiredBy(module);
    const strangers = moduleNames.filter((name) => name === module || !allowed.includes(name));
    const found = sources(new RegExp(`^packages/core/src/modules/${module}/.*\\.ts$`), /\.test\.ts$/).flatMap(
      ({ path, text }) => foreignTables(module, text, strangers).map((table) => `${path} reads ${table}`),
    );
    expect(found).toEqual([]);
  });

  test('TIDY-11 tables are found in SQL', () => {
    const sql =
      'SELECT 1 FROM patients_patient p JOIN prescriptions_fill f; CREATE TABLE pos_sale (id TEXT); -- from the_desk';
    expect(tablesIn(sql)).toEqual(['patients_patient', 'prescriptions_fill', 'pos_sale']);
    expect(foreignTables('pos', sql, ['patients', 'prescriptions', 'pos'])).toEqual([
      'patients_patient',
      'prescriptions_fill',
    ]);
  });
});

describe('component library', () => {
  test('TIDY-12 it says nothing of the pharmacy', () => {
    const found = sources(/^packages\/ui\/src\/.*\.(tsx?|css)$/, /\.test\.tsx?$/).flatMap(({ path, text }) =>
      pharmacyWordsIn(text).map((word) => `${path}: ${word}`),
    );
    expect(found).toEqual([]);
  });

  test('TIDY-12 such words are found in names and text, not in comments', () => {
    expect(
      pharmacyWordsIn("const patientName = 'refill'; // prescriptions\n/* drugs allergy */ let syntax = regex;"),
    ).toEqual(['patientName', 'refill']);
  });
});
