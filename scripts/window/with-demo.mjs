import { say } from '../bootstrap/root.mjs';

/**
 * Someone who starts it for the first time sees a demo store. Naming a data directory starts a real one; once the
 * default directory holds a store, that is opened.
 */
export function withDemo(args, isStorePresent) {
  const isNamed = args.some((arg) => /^--(demo|data-dir)(=|$)/.test(arg));
  if (isNamed || isStorePresent) return args;
  say('Opening the demo store. A store of your own: npm start -- --data-dir DIR');
  return [...args, '--demo'];
}
