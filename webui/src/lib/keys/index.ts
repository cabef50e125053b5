export { keyCaps, keyName } from './names';
export { KeyRegistry, type KeyBinding, type KeyScope } from './registry';
export { keys, listenForKeys, useKeys } from './useKeys';
