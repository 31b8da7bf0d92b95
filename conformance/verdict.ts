/** What our validator has against an execution trace, in words. */
import { WireError, validate } from '../wire/index.ts';

/** Null where it breaks no rule of Go's reader; what cannot be read at all breaks one. */
export function verdictOf(bytes: Uint8Array): string | null {
  try {
    return validate(bytes).violation?.message ?? null;
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    return error.message;
  }
}
