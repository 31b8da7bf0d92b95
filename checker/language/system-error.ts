/**
 * The two errors that the checker throws of itself: a fault of the user's, with a code and fields to act on, and one of ours.
 * Nobody has to parse a message.
 */
/**
 * What kind of fault it is:
 *
 * - `schema`: a schema cannot be one (a range without a value, a name twice); `at.path` is a name that does not fit.
 * - `system`: the system is not one that can be searched (no initial state, a parameter without values, a wrong symmetry).
 * - `initial`: an initial state is not of the schema; `at.path` names the field.
 * - `options`: an option of a check, or a question to `why`, does not fit the system.
 * - `module`: a module has no system as its default export, or another one than that of the check.
 * - `write`: a value or an index that is written does not fit; `at.path` and `at.value` say where and what.
 * - `read`: an index or a field that is read is not there; `at.path` says which.
 * - `answer`: a guard, effect or property returns what it must not; `at.value` is what.
 * - `threw`: a guard, effect or property throws; `cause` is its error.
 * - `unsteady`: asked twice about one state, a guard, effect or property answers differently.
 * - `asymmetric`: the system does not have the symmetry that it declares.
 * - `trace`: a trace or its id does not belong to the system.
 * - `limit`: there is more than there is room for.
 * - `checkpoint`: a checkpoint cannot be read or written, or belongs to another search.
 * - `worker`: a worker thread ended while it searched.
 */
export type SystemErrorCode =
  | 'schema'
  | 'system'
  | 'initial'
  | 'options'
  | 'module'
  | 'write'
  | 'read'
  | 'answer'
  | 'threw'
  | 'unsteady'
  | 'asymmetric'
  | 'trace'
  | 'limit'
  | 'checkpoint'
  | 'worker';

/** Where in the system a fault lies, as far as it is known. All values are plain data. */
export interface SystemErrorSite {
  /** The kind of function, and the names by which the system has it. */
  readonly function?: 'guard' | 'effect' | 'property';
  readonly action?: string;
  readonly params?: Readonly<Record<string, number | boolean | string>>;
  readonly conjunct?: string;
  readonly property?: string;
  /** The field, as in `m[0].pc`. */
  readonly path?: string;
  /** The value as text, as it stands in the message. */
  readonly value?: string;
}

/** A fault in the user's system, options or input: what, where, and what to do. */
export class SystemError extends Error {
  override readonly name = 'SystemError';
  readonly code: SystemErrorCode;
  readonly at: SystemErrorSite;

  constructor(
    message: string,
    {
      code = 'system',
      at = {},
      ...options
    }: { code?: SystemErrorCode; at?: SystemErrorSite; cause?: unknown } = {},
  ) {
    super(message, options);
    this.code = code;
    this.at = at;
  }
}

/** A fault of the checker itself. */
export class InternalError extends Error {
  override readonly name = 'InternalError';
}
