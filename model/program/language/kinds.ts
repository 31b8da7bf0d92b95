/** Kinds of threads: how many there are of each, and where a state has them. A part of the tracer may bring kinds of its own. */

/** An M on its own stack, a stack growth of an M, a caller of StartTrace, traceAdvance or StopTrace, and the trace reader. */
export type CoreKind = 'own' | 'growth' | 'caller' | 'reader';
/**
 * Those of parts: an M that makes another, and does away with those that have exited; an M that looks for something to run; a handler
 * of profiling signals, which interrupts an M; a caller of GOMAXPROCS.
 */
export type PartKind = 'allocm' | 'scheduler' | 'signal' | 'gomaxprocs';
export type ThreadKind = CoreKind | PartKind;

/** One for each kind of the core, and for those that a part has besides. */
export type OfKinds<T> = Readonly<Record<CoreKind, T>> & Readonly<Partial<Record<ThreadKind, T>>>;

interface Kind {
  readonly title: string;
  /** After the name of a step that another kind of thread may take, too. */
  readonly where: string;
  /** One for each M, one for each caller, or one. */
  readonly per: 'm' | 'caller' | 'once';
  /**
   * Whether it waits at its first place, with number 0, whenever it has nothing to do; else number 0 is that it does not run, and
   * something else begins it.
   */
  readonly waits: boolean;
}

export const kinds: Readonly<Record<ThreadKind, Kind>> = {
  own: { title: 'an M on its own stack', where: '', per: 'm', waits: true },
  growth: { title: 'a stack growth of an M', where: 'in a growth', per: 'm', waits: false },
  caller: {
    title: 'a caller of StartTrace, traceAdvance and StopTrace',
    where: '',
    per: 'caller',
    waits: true,
  },
  reader: { title: 'the trace reader', where: '', per: 'once', waits: false },
  scheduler: { title: 'an M in the scheduler', where: 'by the scheduler', per: 'once', waits: true },
  signal: { title: 'a signal handler', where: 'in a signal', per: 'm', waits: true },
  gomaxprocs: { title: 'a caller of GOMAXPROCS', where: '', per: 'once', waits: true },
  allocm: { title: 'an M that makes another', where: 'by allocm', per: 'once', waits: true },
};

// Sound because `kinds` has no other keys.
const threadKinds = Object.keys(kinds) as readonly ThreadKind[];

/** Kinds that act on an M of their own. */
export const isOfM = (kind: ThreadKind): boolean => kinds[kind].per === 'm';

/** Those of the kinds that are there, in their order. */
export const kindsIn = (of: OfKinds<unknown>): readonly ThreadKind[] =>
  threadKinds.filter((kind) => of[kind] !== undefined);

/** The same kinds, each with what `made` makes of its value. */
export function mapKinds<T, U>(of: OfKinds<T>, made: (value: T, kind: ThreadKind) => U): OfKinds<U> {
  const entries = kindsIn(of).flatMap((kind) => {
    const value = of[kind];
    return value === undefined ? [] : [[kind, made(value, kind)] as const];
  });
  // Sound because the kinds of the core are among those of `of`.
  return Object.fromEntries(entries) as unknown as OfKinds<U>;
}
