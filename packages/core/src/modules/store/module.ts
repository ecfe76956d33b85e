import type { HostPorts } from '../../host-ports.ts';
import { defineModule, type ModuleDefinition } from '../../kernel/module.ts';
import { assert, RefusalError } from '../../kernel/refusal.ts';
import { userAggregate } from '../auth/model.ts';
import { storeContract } from './contract.ts';
import { defaultBins, defaultPricing, type StoreProfile, storeAggregate, storeId } from './model.ts';
import type { StoreService } from './services.ts';

/** Name, numbers, place and settings of the store; its first set-up. */
export function storeModule(ports: HostPorts): ModuleDefinition {
  return defineModule({
    name: 'store',
    version: '1.0.0',
    requires: [],
    contract: storeContract,
    aggregates: [storeAggregate],
    projections: [],
    migrations: [],
    start(context) {
      const current = (): StoreProfile | null => context.load(storeAggregate, storeId)?.profile ?? null;
      const services: StoreService = {
        isSetUp: () => current() !== null,
        profile() {
          const profile = current();
          assert(profile, 'the store is set up');
          return profile;
        },
      };
      return {
        services,
        handlers: {
          get() {
            const profile = current();
            return {
              isSetUp: profile !== null,
              demo: profile?.demo ?? false,
              name: profile?.name ?? null,
              city: profile ? `${profile.address.city} ${profile.address.state}` : null,
            };
          },
          profile: () => {
            const profile = services.profile();
            return { ...profile, willCallBins: [...profile.willCallBins] };
          },
          async setUp({ store, owner }, call) {
            if (current()) throw new RefusalError({ kind: 'already-set-up', data: undefined });
            const passwordHash = await ports.passwords.hash(owner.password);
            context.command(call, { action: 'store.set-up' }, (unit) => {
              if (unit.load(storeAggregate, storeId)?.profile)
                throw new RefusalError({ kind: 'already-set-up', data: undefined });
              unit.authorize({ isSetUp: false });
              unit.append(storeAggregate, storeId, {
                type: 'store.set-up',
                payload: {
                  ...store,
                  demo: false,
                  pricing: defaultPricing,
                  willCallBins: defaultBins,
                  idleLockMinutes: 5,
                },
              });
              unit.append(userAggregate, unit.newId('user'), {
                type: 'user.created',
                payload: {
                  username: owner.username,
                  name: owner.name,
                  role: owner.isPharmacistInCharge ? 'pharmacist-in-charge' : 'owner',
                  passwordHash,
                  totpSecret: null,
                },
              });
              return null;
            });
            return { recoveryCode: ports.takeRecoveryCode() };
          },
          change(changes, call) {
            return context.command(call, { action: 'store.change' }, (unit) => {
              unit.authorize({});
              const state = unit.append(storeAggregate, storeId, { type: 'store.changed', payload: changes });
              assert(state.profile, 'the store is set up');
              return { ...state.profile, willCallBins: [...state.profile.willCallBins] };
            });
          },
        },
      };
    },
  });
}
