/** Programs in which the stack of an M grows at other prologues. */
import type { Programs } from '../language/program.ts';

/** `grows`: by function, whether an M's own stack may grow where it enters it; undefined where that stays as it is. */
export function withPrologues(programs: Programs, grows: (fn: string) => boolean | undefined): Programs {
  // A growth runs on the system stack, which does not grow.
  const { own } = programs;
  const list = own.list.map((one) =>
    one.op === 'entry' ? { ...one, grows: grows(one.fn) ?? one.grows } : one,
  );
  return { ...programs, own: { ...own, list } };
}
