/** What a log and a system have in common of a state. */
import type { Plain } from '../../../checker/index.ts';
import type { ProgramSchema } from '../../../model/index.ts';

/** The state without what only counts, which a log does not do. */
export function shared(state: unknown): unknown {
  // Sound because it is a state of the system.
  const { m, ...rest } = state as Plain<ProgramSchema>;
  return {
    ...rest,
    m: m.map(({ wrote: _wrote, read: _read, sections: _sections, growths: _growths, bufs, ...mp }) => ({
      ...mp,
      bufs: bufs.map(({ used, gen, pos }) => ({ used, gen, pos })),
    })),
  };
}
