/**
 * GOMAXPROCS: Ps come and go. Source: runtime/proc.go.
 */
import { gomaxprocs } from '../traceruntime-events.ts';
import { P } from '../runtime2.ts';
import type { M, Steps } from '../runtime2.ts';
import { isOk, traceAcquire, traceRelease } from '../traceruntime.ts';

/**
 * Changes how many Ps there are. The world is stopped, and whoever calls keeps a P that stays. A P beyond the number keeps its place in
 * allp, hence what the tracer has noted of it; it is the same P that comes back.
 * Go: procresize, runtime/proc.go.
 */
export function* procresize(mp: M, nprocs: number): Steps<void> {
  const { rt } = mp;
  const { allp, schedt } = rt;
  const old = rt.gomaxprocs;
  const tl = yield* traceAcquire(mp);
  if (isOk(tl)) {
    yield* gomaxprocs(tl, nprocs);
    yield* traceRelease(tl);
  }
  for (let id = old; id < nprocs; id++) init((allp[id] ??= new P(id)));
  // The caller goes on with its P.
  if (mp.p !== null && mp.p.id < nprocs) mp.p.status = 'running';
  for (const pp of allp.slice(nprocs, old)) destroy(pp);
  schedt.pidle.length = 0;
  for (const pp of allp.slice(0, nprocs)) {
    if (pp === mp.p) continue;
    pp.status = 'idle';
    schedt.pidle.push(pp);
  }
  rt.gomaxprocs = nprocs;
}

/** Go: p.init, runtime/proc.go. */
function init(pp: P): void {
  pp.status = 'gcstop';
}

/** Go: p.destroy, runtime/proc.go. */
function destroy(pp: P): void {
  pp.status = 'dead';
}
