/** What Ms do with Ps: they take and release them, enter system calls and take Ps from there; and GOMAXPROCS. */
import type { M, Offer, P, Steps } from '../../reference/index.ts';
import type { Run } from '../run/run.ts';
import { isInSyscall, notesOf, opOf, procOf, setOp, setTarget } from './hand-notes.ts';
import { atOnce, mayBegin } from './unbuffered.ts';

/** An M outside of sections, again and again. */
export function* uses(run: Run, mp: M): Steps<void> {
  const { acquirep, choose, heapAlloc, isOk, releasep, retake, traceAcquire, traceRelease } = run.reference;
  const { allp, schedt } = run.rt;
  const begins = (): boolean => (run.sections[mp.id] ?? 0) > 0 && mayBegin(run);
  const offer = (step: string, isEnabled: () => boolean): Offer => ({
    mp,
    step,
    m: mp.id,
    depth: 0,
    isEnabled: () => isEnabled() && begins(),
  });
  const about = (step: string, isEnabled: (pp: P) => boolean): readonly Offer[] =>
    allp.map((pp) => ({ ...offer(step, () => isEnabled(pp)), about: pp.id + 1 }));
  const takes = about(
    'schedule: pidleget',
    (pp) => mp.p === null && pp.status === 'idle' && !isBeingTaken(run, pp),
  );
  const releases = offer('schedule: releasep', () => mp.p !== null);
  const allocates = offer('schedule: heapAlloc', () => mp.p !== null);
  const enters = offer('user code: entersyscall', () => mp.p !== null);
  const thefts = about('sysmon: retake', (pp) => isInSyscall(pp) && pp.m?.curg?.scan !== true);
  const ofSyscalls = run.bounds.parts.procs?.syscalls === true ? [enters, ...thefts] : [];
  for (;;) {
    setOp(run, mp.id, 'none');
    setTarget(run, mp.id, 0);
    const taken = yield* choose(mp, [...takes, releases, allocates, ...ofSyscalls]);
    run.sections[mp.id] = (run.sections[mp.id] ?? 0) - 1;
    const pp = allp[(taken.about ?? 0) - 1];
    if (pp !== undefined && thefts.includes(taken)) {
      setOp(run, mp.id, 'look');
      setTarget(run, mp.id, pp.id + 1);
      yield* retake(mp, pp, () => true);
      // Whoever looks for an idle P goes by its status.
      schedt.pidle.length = 0;
    } else if (pp !== undefined) {
      setOp(run, mp.id, 'start');
      yield* acquirep(mp, pp);
    } else if (taken === releases) {
      setOp(run, mp.id, 'stop');
      yield* releasep(mp);
    } else if (taken === enters) {
      yield* syscall(run, mp);
    } else {
      setOp(run, mp.id, 'other');
      const tl = yield* traceAcquire(mp);
      if (!isOk(tl)) continue;
      yield* heapAlloc(tl, 0);
      yield* traceRelease(tl);
    }
  }
}

const isBeingTaken = (run: Run, pp: P): boolean =>
  notesOf(run).ms.some(({ op, target }) => op === 'steal' && target === pp.id + 1);

/** A system call: its end finds the P that it began with, or that somebody has taken it. */
function* syscall(run: Run, mp: M): Steps<void> {
  const { choose, exitsyscall, exitsyscall0, exitsyscallSwapped, reentersyscall, reentersyscallSwapped } =
    run.reference;
  const { curg: gp } = mp;
  if (gp === null) throw new Error(`M${mp.id} has no goroutine that could enter a system call`);
  const scanBit = mp.rt.design.syscalls === 'scanBit';
  const own = notesOf(run).ms[mp.id];
  if (own !== undefined) own.lost = false;
  setOp(run, mp.id, 'begin');
  yield* scanBit ? reentersyscall(mp, gp) : reentersyscallSwapped(mp, gp);
  setOp(run, mp.id, 'syscall');
  const hasP = (): boolean => procOf(run, mp.id) !== null;
  const exits: Offer = {
    mp,
    step: 'user code: exitsyscall',
    m: mp.id,
    depth: 0,
    isEnabled: () => hasP() && !gp.scan,
  };
  const blocks: Offer = { ...exits, step: 'user code: exitsyscall0', isEnabled: () => !hasP() };
  const taken = yield* choose(mp, [exits, blocks]);
  if (taken === exits) {
    setOp(run, mp.id, 'end');
    if (scanBit) mp.quantum = 1;
    // The section in which the P is taken back writes nothing.
    else mp.until = 'traceRelease';
    yield* scanBit ? exitsyscall(mp, gp) : exitsyscallSwapped(mp, gp);
    if (mp.p !== null) mp.p.syscalltick++;
    return;
  }
  // The goroutine waits for another P, and another takes its place on the M.
  if (run.bounds.parts.procs?.blockedEnds === true) {
    setOp(run, mp.id, 'blocked');
    yield* exitsyscall0(mp, gp);
    run.rt.schedt.runq.length = 0;
  }
  gp.status = 'running';
  gp.m = mp;
  mp.curg = gp;
  mp.oldp = null;
}

/** Who changes GOMAXPROCS stops the world for it, and has worldsema. */
export function* resizes(run: Run, mp: M): Steps<void> {
  const { choose, procresize } = run.reference;
  const { allp, schedt } = run.rt;
  const noted = notesOf(run);
  const isWorldStopped = (): boolean =>
    run.ms.every(({ id }) => opOf(run, id) === 'none' || opOf(run, id) === 'syscall');
  for (;;) {
    const { about = 0 } = yield* choose(
      mp,
      allp.map((pp) => ({
        mp,
        step: 'GOMAXPROCS: procresize',
        m: mp.id,
        depth: 0,
        about: pp.id + 1,
        isEnabled: () =>
          noted.resizes > 0 &&
          mayBegin(run) &&
          !schedt.worldsema &&
          isWorldStopped() &&
          (pp.status === 'idle' || pp.status === 'dead'),
      })),
    );
    noted.resizes--;
    const dies = allp[about - 1]?.status === 'idle';
    yield* atOnce(mp, 'traceRelease', procresize(mp, dies ? about - 1 : about));
    if (dies) noted.sinceBump[about - 1] = false;
  }
}
