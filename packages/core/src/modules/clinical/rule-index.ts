import type { RuleSet } from './rule-set.ts';
import { type DrugClass, drugClasses } from './rules/classes.ts';
import type { InteractionRule, Members } from './rules/types.ts';

/** One side of one interaction rule that an ingredient or a class stands on. */
export interface RuleSide {
  readonly rule: number;
  readonly side: 'left' | 'right';
}

/** A rule set made ready: from an ingredient straight to the rules that speak of it. */
export interface RuleIndex {
  readonly rules: RuleSet;
  readonly classesOf: ReadonlyMap<string, readonly DrugClass[]>;
  readonly sidesOf: ReadonlyMap<string, readonly RuleSide[]>;
  readonly sidesOfClass: ReadonlyMap<string, readonly RuleSide[]>;
  readonly dosesOf: ReadonlyMap<string, readonly number[]>;
}

export function buildRuleIndex(rules: RuleSet): RuleIndex {
  const classesOf = new Map<string, DrugClass[]>();
  for (const [name, members] of Object.entries(drugClasses) as [DrugClass, readonly string[]][]) {
    for (const ingredient of members) push(classesOf, ingredient, name);
  }
  const sidesOf = new Map<string, RuleSide[]>();
  const sidesOfClass = new Map<string, RuleSide[]>();
  rules.interactions.forEach((rule: InteractionRule, at) => {
    for (const side of ['left', 'right'] as const) {
      for (const ingredient of membersOf(rule[side])) push(sidesOf, ingredient, { rule: at, side });
      for (const name of rule[side].classes ?? []) push(sidesOfClass, name, { rule: at, side });
    }
  });
  const dosesOf = new Map<string, number[]>();
  rules.doses.forEach((rule, at) => {
    for (const ingredient of rule.ingredients) push(dosesOf, ingredient, at);
  });
  return { rules, classesOf, sidesOf, sidesOfClass, dosesOf };
}

/** Ingredient names of a member list, its classes written out. */
export function membersOf(members: Members): Set<string> {
  const all = new Set<string>(members.ingredients ?? []);
  for (const name of members.classes ?? []) for (const ingredient of drugClasses[name]) all.add(ingredient);
  for (const name of members.except ?? []) all.delete(name);
  return all;
}

/** True when a drug with this ingredient, or of these classes, is a member. */
export function isMember(members: Members, ingredient: string, classes: ReadonlySet<string>): boolean {
  if (members.except?.includes(ingredient)) return false;
  if (members.ingredients?.includes(ingredient)) return true;
  return members.classes?.some((name) => classes.has(name)) ?? false;
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
