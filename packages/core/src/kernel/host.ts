import { Circuit, type ModuleState } from './circuit.ts';
import type { Engine } from './engine.ts';
import type { LocalState, ModuleContext, ModuleDefinition, ModuleServices } from './module.ts';
import { assert, RefusalError } from './refusal.ts';

interface Running {
  readonly definition: ModuleDefinition;
  readonly circuit: Circuit;
  handlers: Record<string, (input: never, call: never) => unknown>;
  services: unknown;
  stop?: () => void;
}

export interface ModuleReport {
  readonly name: string;
  readonly version: string;
  readonly state: ModuleState;
  readonly lastError: string | null;
}

/** Starts modules in the order of what they require, hands out services, contains the ones that fail. */
export class ModuleHost {
  readonly #engine: Engine;
  readonly #storeId: string;
  readonly #modules = new Map<string, Running>();
  /** Errors that are counted already, against the module whose service threw them. */
  readonly #counted = new WeakSet<object>();

  constructor(engine: Engine, storeId: string) {
    this.#engine = engine;
    this.#storeId = storeId;
  }

  start(definitions: readonly ModuleDefinition[]): void {
    for (const definition of inOrder(definitions)) {
      const running: Running = { definition, circuit: new Circuit(), handlers: {}, services: undefined };
      this.#modules.set(definition.name, running);
      const started = definition.start(this.#context(definition));
      running.handlers = started.handlers as Running['handlers'];
      running.services = started.services && this.#watched(definition.name, started.services as object);
      if (started.stop) running.stop = () => started.stop?.();
    }
  }

  stop(): void {
    for (const running of [...this.#modules.values()].reverse()) running.stop?.();
  }

  handler(module: string, endpoint: string): (input: never, call: never) => unknown {
    const handler = this.#modules.get(module)?.handlers[endpoint];
    assert(handler, `module ${module} implements ${endpoint}`);
    return handler;
  }

  /** Throws `module-unavailable` when the module is off or failing. */
  ensure(module: string): void {
    const running = this.#modules.get(module);
    assert(running, `module ${module} is loaded`);
    const reason = running.circuit.refusal(this.#now());
    if (reason) throw new RefusalError({ kind: 'module-unavailable', data: { module, reason } });
  }

  /** An error nobody declared: counted against the module. Its text stays out of the report. */
  failed(module: string, error: unknown): void {
    if (typeof error === 'object' && error !== null) {
      if (this.#counted.has(error)) return;
      this.#counted.add(error);
    }
    const what = error instanceof Error ? error.name : typeof error;
    this.#modules.get(module)?.circuit.failed(this.#now(), what);
  }

  /** A service whose throw counts against the module that offers it, not against the one that calls. */
  #watched(module: string, services: object): object {
    const count = (error: unknown): never => {
      if (!(error instanceof RefusalError)) this.failed(module, error);
      throw error;
    };
    const wrapped = new Map<PropertyKey, unknown>();
    return new Proxy(services, {
      get: (target, name) => {
        const member: unknown = Reflect.get(target, name, target);
        if (typeof member !== 'function') return member;
        if (!wrapped.has(name)) {
          wrapped.set(name, (...args: unknown[]) => {
            try {
              const answer: unknown = member.apply(target, args);
              return answer instanceof Promise ? answer.catch(count) : answer;
            } catch (error) {
              return count(error);
            }
          });
        }
        return wrapped.get(name);
      },
    });
  }

  service<K extends keyof ModuleServices>(module: K): ModuleServices[K] {
    this.ensure(module);
    const running = this.#modules.get(module);
    assert(running?.services !== undefined, `module ${String(module)} provides services`);
    return running.services as ModuleServices[K];
  }

  switch(module: string, to: 'on' | 'off'): void {
    const running = this.#modules.get(module);
    assert(running, `module ${module} is loaded`);
    if (to === 'on') running.circuit.switchOn();
    else running.circuit.switchOff();
  }

  has(module: string): boolean {
    return this.#modules.has(module);
  }

  report(): ModuleReport[] {
    return [...this.#modules.values()].map(({ definition, circuit }) => ({
      name: definition.name,
      version: definition.version,
      state: circuit.state(this.#now()),
      lastError: circuit.lastError,
    }));
  }

  #now(): number {
    return this.#engine.parts.clock.monotonicMs();
  }

  #context(definition: ModuleDefinition): ModuleContext {
    const engine = this.#engine;
    const { clock, random, db, terminalId, projections } = engine.parts;
    return {
      clock,
      random,
      db,
      terminalId,
      storeId: this.#storeId,
      origin: () => engine.parts.ledger.origin,
      today: () => engine.today(),
      nowIso: () => engine.nowIso(),
      command: (call, spec, work) => engine.command(call, spec.action, work),
      read: (call, spec, work) => engine.read(call, spec, work),
      preview(call, action, facts) {
        const { role, userId } = engine.actorOf(call);
        return engine.decide(action, { ...facts, role, userId });
      },
      load: (type, id) => projections.load(type, id).state as never,
      version: (type, id) => projections.load(type, id).version,
      history: (type, id) => projections.events(type.kind, id) as never,
      note: (call, action, what) => engine.note(call, action, { ...what, decision: null }),
      blob: (id) => engine.rows.blobs.read(id),
      use: (module) => {
        assert(
          module === (definition.name as string) || definition.requires.includes(module),
          `module ${definition.name} requires ${String(module)}`,
        );
        return this.service(module);
      },
      local: localState(engine),
      onCommit: (listener) =>
        engine.onCommit((changes) => {
          try {
            listener(changes);
          } catch (error) {
            this.failed(definition.name, error);
          }
        }),
    };
  }
}

function localState(engine: Engine): LocalState {
  const { db } = engine.parts;
  return {
    get: (key) => db.prepare<{ value: string }>('SELECT value FROM local_state WHERE key = ?').get(key)?.value,
    set: (key, value) => {
      db.write('INSERT OR REPLACE INTO local_state (key, value) VALUES (?, ?)').run(key, value);
    },
    change: (work) => db.transaction(() => work(db)),
  };
}

/** What a module requires comes before it; a cycle or a missing one is a programmer's mistake. */
export function inOrder(definitions: readonly ModuleDefinition[]): ModuleDefinition[] {
  const byName = new Map(definitions.map((definition) => [definition.name, definition]));
  const ordered: ModuleDefinition[] = [];
  const visiting = new Set<string>();
  const visit = (name: string, from: string): void => {
    const definition = byName.get(name);
    assert(definition, `module ${name}, required by ${from}, is in the list`);
    if (ordered.includes(definition)) return;
    assert(!visiting.has(name), `modules ${from} and ${name} do not require each other in a circle`);
    visiting.add(name);
    for (const required of definition.requires) visit(String(required), name);
    ordered.push(definition);
  };
  for (const definition of definitions) visit(definition.name, 'the release');
  return ordered;
}
