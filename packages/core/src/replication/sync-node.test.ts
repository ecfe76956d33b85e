import { describe, expect, test } from 'vitest';
import { Rig, type RigNode } from './testing/rig.ts';

const same = (...nodes: RigNode[]) => {
  for (const node of nodes) expect(node.store.dump()).toEqual(nodes[0]!.store.dump());
};

describe('two terminals', () => {
  test('SYN-20 what one wrote before they met comes to the other, both ways', () => {
    const rig = new Rig();
    const a = rig.add('a');
    const b = rig.add('b');
    a.write(3_000);
    b.write(500);
    rig.link(a, b);
    rig.pass(1_000);
    same(a, b);
    expect(b.store.head(a.writer.origin)?.seq).toBe(3_000);
    expect([...a.alarms, ...b.alarms]).toEqual([]);
  });

  test('SYN-21 what is written while they are linked is pushed at once', () => {
    const rig = new Rig();
    const a = rig.add('a');
    const b = rig.add('b');
    a.write(1);
    rig.link(a, b);
    rig.pass(500);
    a.write(1);
    rig.settle();
    expect(b.store.head(a.writer.origin)?.seq).toBe(2);
    expect(b.store.offered).toBe(2);
  });
});
