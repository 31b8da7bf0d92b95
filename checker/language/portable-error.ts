/**
 * Errors that pass from one thread to another: what a clone keeps of them is little, so their parts are taken along.
 */
import { InternalError, SystemError } from './system-error.ts';
import type { SystemErrorCode, SystemErrorSite } from './system-error.ts';

/** An error as plain data. */
export interface PortableError {
  readonly name: string;
  readonly message: string;
  readonly stack: string;
  /** Of a SystemError. */
  readonly code: SystemErrorCode | undefined;
  readonly at: SystemErrorSite | undefined;
  /** Of an error of Node's: why a thread ended, or a file could not be opened. */
  readonly nodeCode: string | undefined;
  readonly cause: PortableError | undefined;
}

/** Causes of causes that are taken along; an error may be its own cause. */
const CAUSES_MAX = 8;

/** What was thrown, which need not be an error, as plain data. */
export function portable(thrown: unknown, causesMax = CAUSES_MAX): PortableError {
  const error = thrown instanceof Error ? thrown : new Error(textOf(thrown));
  const { cause } = error;
  return {
    name: error.name,
    message: error.message,
    stack: error.stack ?? '',
    code: error instanceof SystemError ? error.code : undefined,
    at: error instanceof SystemError ? error.at : undefined,
    nodeCode:
      'code' in error && !(error instanceof SystemError) && typeof error.code === 'string'
        ? error.code
        : undefined,
    cause: cause === undefined || causesMax === 0 ? undefined : portable(cause, causesMax - 1),
  };
}

/** The error again: of its class where that is one of ours or of the language, and always of its name, message, stack and cause. */
export function revived({ name, message, stack, code, at, nodeCode, cause }: PortableError): Error {
  const options = cause === undefined ? {} : { cause: revived(cause) };
  const error =
    code !== undefined
      ? new SystemError(message, { code, ...(at === undefined ? {} : { at }), ...options })
      : name === 'InternalError'
        ? new InternalError(message, options)
        : new (classes.get(name) ?? Error)(message, options);
  if (nodeCode !== undefined) Object.assign(error, { code: nodeCode });
  // A class of the user's exists in the other thread only; its name is kept.
  if (error.name !== name) Object.defineProperty(error, 'name', { value: name, configurable: true });
  Object.defineProperty(error, 'stack', { value: stack, configurable: true, writable: true });
  return error;
}

const classes = new Map<string, ErrorConstructor>(
  [EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError].map((one) => [one.name, one]),
);

/** What was thrown as text; an object may refuse to be one. */
export function textOf(thrown: unknown): string {
  try {
    return String(thrown);
  } catch {
    return Object.prototype.toString.call(thrown);
  }
}
