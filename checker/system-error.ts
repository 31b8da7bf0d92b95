/** A fault in the user's system: what, where, and what to do. */
export class SystemError extends Error {
  override readonly name = 'SystemError';
}
