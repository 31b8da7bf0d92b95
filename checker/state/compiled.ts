/** Generated code: the one place where a text becomes a function. */

/**
 * What `body` returns, run as strict code in which the names of `given` stand for its values. Debuggers and stack traces know the text
 * as `nosplit-${name}.js`. Sound as long as the text is made of numbers, of names as JSON and of the names of `given`: what users
 * wrote, functions and strings, comes in by reference.
 */
export function compiled(name: string, given: Readonly<Record<string, unknown>>, body: string): unknown {
  const text = `'use strict';\n${body}\n//# sourceURL=nosplit-${name}.js`;
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- V8 inlines constants and the user's functions into what is generated for them
  const make = new Function(...Object.keys(given), text) as (...values: readonly unknown[]) => unknown;
  return make(...Object.values(given));
}
