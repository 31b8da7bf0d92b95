/**
 * Goroutines that did nothing in a generation: their statuses are read before it ends, and written after it, by no M.
 * Source: runtime/trace.go (traceAdvance).
 */
import { eventId } from '../../wire/index.ts';
import { detail } from '../machine/step.ts';
import type { UntracedG } from './records.ts';
import type { G, M, Runtime, Sched, Steps } from './runtime2.ts';
import { none } from './tracebuf.ts';
import { unsafeTraceWriter } from './traceexp.ts';
import { goStatusCode, goStatusToTraceGoStatus, readyNextGen, statusWasTraced } from './tracestatus.ts';
import { traceStackTablePut } from './tracestack.ts';

const evGoStatus = eventId('GoStatus');
const evGoStatusStack = eventId('GoStatusStack');
const evGCMarkAssistActive = eventId('GCMarkAssistActive');

/**
 * Readies every goroutine for the next generation, and reads the status of those that no event has brought, each while it is held
 * still. Go: forEachGRace, runtime/proc.go, and its closure in traceAdvance.
 */
export function* untracedGs(mp: M, gen: number, sched: Sched): Steps<void> {
  const untraced: UntracedG<G>[] = [];
  mp.untraced = untraced;
  for (const gp of [...mp.rt.allg]) {
    yield* detail(mp, 'forEachGRace: readyNextGen');
    readyNextGen(gp.trace, gen);
    if (statusWasTraced(gp.trace, gen)) continue;
    const isAlive = yield* sched.suspendG(mp, gp);
    if (isAlive) untraced.push(statusOf(mp.rt, gp, gen));
    sched.resumeG(mp, gp);
  }
}

function statusOf(rt: Runtime, gp: G, gen: number): UntracedG<G> {
  return {
    gp,
    goid: gp.goid,
    mid: gp.m === null ? none : gp.m.procid,
    status: goStatusCode(goStatusToTraceGoStatus(gp.status, gp.waitreason)),
    inMarkAssist: gp.inMarkAssist,
    stackID: traceStackTablePut(rt, gen, gp.frame),
  };
}

/**
 * Writes those statuses, unless an event has brought one in the meantime. No M writes to the generation any more.
 * Go: traceAdvance, runtime/trace.go.
 */
export function* writeUntraced(mp: M, gen: number): Steps<void> {
  const { rt } = mp;
  const w = unsafeTraceWriter(rt, gen, null);
  for (let one = mp.untraced.shift(); one !== undefined; one = mp.untraced.shift()) {
    const { gp, goid, mid, status, inMarkAssist, stackID } = one;
    yield* detail(mp, 'traceAdvance: statusWasTraced');
    if (statusWasTraced(gp.trace, gen)) continue;
    if (stackID === 0) w.event(evGoStatus, goid, mid, status);
    else w.event(evGoStatusStack, goid, mid, status, stackID);
    if (inMarkAssist) w.event(evGCMarkAssistActive, goid);
  }
  w.flush();
}
