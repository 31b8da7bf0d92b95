/** A tree whose code is not where a rule looks for it. */
export class AnchorError extends Error {
  override name = 'AnchorError';
}
