/** What a statement of the scheduler touches, by part: such a statement is read, or refused. */
import type { ProgramPart } from '../../../model/index.ts';

export interface Vocabulary {
  /** Calls: sections, transitions, lists, and m.locks, which acquirem counts. */
  readonly calls: RegExp;
  /** Fields that only touching statements store, and variables of the package. */
  readonly fields: ReadonlySet<string>;
  readonly variables: ReadonlySet<string>;
}

const ofGs: Vocabulary = {
  calls:
    /^(traceAcquire\w*|traceTryAcquire\w*|traceRelease|cas(G\w+|gstatus|from_Gscanstatus|togscanstatus)|castogscanstatus|dropg|setGNoWB|runqput|globrunqput|gfput|gfget|mcall|acquirem|releasem)$/,
  fields: new Set(['curg', 'atomicstatus', 'locks']),
  variables: new Set(),
};

const ofPs: Vocabulary = {
  calls:
    /^(traceAcquire\w*|traceTryAcquire\w*|traceRelease|pidleget|pidleput|forEachP\w*|handoffp|acquirem|releasem)$/,
  /** Of a P its status, its M and its link; of an M its P. */
  fields: new Set(['status', 'p', 'm', 'link', 'locks']),
  variables: new Set(['allp']),
};

const ofSyscalls: Vocabulary = {
  calls:
    /^(traceAcquire\w*|traceTryAcquire\w*|traceRelease|pidleget|pidleput|forEachP\w*|handoffp|acquirem|releasem|cas(gstatus|togscanstatus|from_Gscanstatus)|runSafePointFn|mcall)$/,
  fields: new Set([...ofPs.fields, 'oldp', 'syscalltick', 'atomicstatus']),
  variables: ofPs.variables,
};

const ofBoth: Vocabulary = {
  calls: new RegExp(`${ofGs.calls.source}|${ofSyscalls.calls.source}`),
  fields: new Set([...ofGs.fields, ...ofSyscalls.fields]),
  variables: ofSyscalls.variables,
};

const vocabularies: Readonly<Partial<Record<ProgramPart, Vocabulary>>> = {
  statuses: ofGs,
  procs: ofPs,
  syscalls: ofSyscalls,
  'statuses-syscalls': ofBoth,
};

/** That of a part which slices the scheduler. */
export const vocabularyOf = (part: ProgramPart): Vocabulary => vocabularies[part] ?? ofGs;
