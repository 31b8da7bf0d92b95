/**
 * What guards, properties and effects may return: true or false, and nothing. Anything else is a slip that would pass
 * unseen, since JavaScript takes a promise, or the text 'false', for true.
 */
import { textOf } from '../language/portable-error.ts';
import { SystemError } from '../language/system-error.ts';
import type { SystemErrorSite } from '../language/system-error.ts';

/** The answer of a guard or property. Throws a SystemError where it is neither true nor false. */
export function isTrue(answer: unknown): boolean {
  if (answer === true) return true;
  if (answer !== false) misfit(answer, 'answer true or false');
  return false;
}

/** Throws a SystemError where an effect has returned something. */
export function nothing(result: unknown): void {
  if (result !== undefined) misfit(result, 'return nothing (write its body in braces)');
}

/** A predicate whose answers are checked, and nothing else: what it throws passes as it is, for callers who throw something through it. */
export const answering =
  <A extends readonly unknown[]>(site: SystemErrorSite, predicate: (...args: A) => boolean) =>
  (...args: A): boolean => {
    const answer: unknown = predicate(...args);
    return typeof answer === 'boolean' ? answer : attempt(site, () => isTrue(answer));
  };

/** Runs an effect. */
export function runEffect<D, P>(effect: (next: D, params: P) => unknown, next: D, params: P): void {
  nothing(effect(next, params));
}

function misfit(value: unknown, what: string): never {
  ignoreRejection(value);
  const text = isThenable(value)
    ? 'a promise'
    : typeof value === 'string'
      ? JSON.stringify(value)
      : typeof value === 'function'
        ? 'a function'
        : typeof value === 'object' && value !== null
          ? 'an object'
          : textOf(value);
  const hint = isThenable(value) ? '; it must not be async' : '';
  throw new SystemError(`it returns ${text} and has to ${what}${hint}`, {
    code: 'answer',
    at: { value: text },
  });
}

/** A promise that is refused may be rejected later, which must not end the process. */
export function ignoreRejection(value: unknown): void {
  if (isThenable(value)) void Promise.resolve(value).then(undefined, () => undefined);
}

const isThenable = (value: unknown): value is PromiseLike<unknown> =>
  typeof value === 'object' &&
  value !== null &&
  'then' in value &&
  typeof (value as PromiseLike<unknown>).then === 'function';

/** What a function of the system threw, as an error that says which function and with which parameters. */
export function blamed(site: SystemErrorSite, thrown: unknown): SystemError {
  const { function: kind, action = '', conjunct = '', property = '', params = {} } = site;
  const values = Object.entries(params).map(([name, value]) => `${name}=${String(value)}`);
  const given = values.length === 0 ? '' : `(${values.join(', ')})`;
  const of =
    kind === 'guard'
      ? `guard ${conjunct} of ${action}`
      : kind === 'effect'
        ? `effect of ${action}`
        : `property ${property}${action === '' ? '' : ` on ${action}`}`;
  const message = thrown instanceof Error ? thrown.message : textOf(thrown);
  const own = thrown instanceof SystemError ? thrown : undefined;
  const error = new SystemError(`${of}${given}: ${message}`, {
    code: own?.code ?? 'threw',
    at: { ...site, ...own?.at },
    cause: thrown,
  });
  // The line of the model that threw is of more use than the line above.
  const frames = thrown instanceof Error ? /\n +at [^]*/.exec(thrown.stack ?? '')?.[0] : undefined;
  if (frames !== undefined) error.stack = `${error.name}: ${error.message}${frames}`;
  return error;
}

/** Runs a function of the system; what it throws says where it comes from. */
export function attempt<T>(site: SystemErrorSite, run: () => T): T {
  try {
    return run();
  } catch (thrown) {
    throw blamed(site, thrown);
  }
}
