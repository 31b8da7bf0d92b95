/** The Go text of the part transitions: a change of a status and its record are one, under the lock of the log. */
import { schedulerActs } from '../log/records.ts';
import type { SchedulerAct } from '../log/records.ts';

const act = (name: SchedulerAct): number => schedulerActs.indexOf(name);

/** Events whose arguments are recorded: those about Gs and Ps, by their numbers in a trace (internal/trace/tracev2). */
const isAboutOne = '9 <= ev && ev <= 25 || 45 <= ev && ev <= 48';

export const transitionsHooks = `
//go:nosplit
func nosplitAt(site uint64) {
	getg().m.trace.nosplitSite = site
}

// nosplitSchedulerDid appends what an M did; the lock is held.
//
//go:nosplit
func nosplitSchedulerDid(mp *m, act, of, a, b, c uint64) {
	if !nosplitBegin(nosplitScheduler, 6) {
		nosplitUnlock()
		return
	}
	nosplitPut(uint64(mp.id))
	nosplitPut(act)
	nosplitPut(of)
	nosplitPut(a)
	nosplitPut(b)
	nosplitPut(c)
	nosplitDone(uint64(mp.id))
}

//go:nosplit
func nosplitResource(r *traceSchedResourceState) uint64 {
	return uint64(uintptr(unsafe.Pointer(r)) >> 3)
}

//go:nosplit
func nosplitCas(site uint64, gp *g, was, is uint32) bool {
	nosplitLock()
	if !gp.atomicstatus.CompareAndSwap(was, is) {
		nosplitUnlock()
		return false
	}
	if nosplitLog.on {
		mp := getg().m
		if site == 0 {
			site = mp.trace.nosplitSite
			mp.trace.nosplitSite = 0
		}
		nosplitSchedulerDid(mp, ${act('goroutine')}, nosplitResource(&gp.trace.traceSchedResourceState), uint64(was), uint64(is), site)
	}
	return true
}

//go:nosplit
func nosplitPCas(site uint64, pp *p, was, is uint32) bool {
	nosplitLock()
	if !atomic.Cas(&pp.status, was, is) {
		nosplitUnlock()
		return false
	}
	if nosplitLog.on {
		nosplitSchedulerDid(getg().m, ${act('proc')}, nosplitResource(&pp.trace.traceSchedResourceState), uint64(was), uint64(is), site)
	}
	return true
}

//go:nosplit
func nosplitPStatus(site uint64, pp *p, is uint32) {
	nosplitLock()
	was := pp.status
	atomic.Store(&pp.status, is)
	if nosplitLog.on {
		nosplitSchedulerDid(getg().m, ${act('proc')}, nosplitResource(&pp.trace.traceSchedResourceState), uint64(was), uint64(is), site)
	}
}

func nosplitProc(pp *p) {
	if nosplitLog.on {
		nosplitLock()
		nosplitSchedulerDid(getg().m, ${act('procHas')}, nosplitResource(&pp.trace.traceSchedResourceState), uint64(pp.id), 0, 0)
	}
}

func nosplitProcs() {
	lock(&allpLock)
	for _, pp := range allp[:cap(allp)] {
		if pp != nil {
			nosplitProc(pp)
		}
	}
	unlock(&allpLock)
}

//go:nosplit
func nosplitTold(w *traceWriter, ev uint64, args []traceArg) {
	if !nosplitLog.on || w.exp != 0 {
		return
	}
	a, b := uint64(0), uint64(0)
	if ${isAboutOne} {
		if len(args) > 0 {
			a = uint64(args[0])
		}
		if len(args) > 1 {
			b = uint64(args[1])
		}
		if len(args) > 2 && (ev == 25 || ev == 48) {
			b = uint64(args[2])
		}
	}
	if w.mp == nil {
		if ev == 13 || ev == 25 || ev == 48 {
			nosplitLock()
			nosplitSchedulerDid(getg().m, ${act('toldOf')}, ev, a, b, uint64(w.gen))
		}
		return
	}
	goid := uint64(0)
	if gp := w.mp.curg; gp != nil {
		goid = gp.goid
	}
	nosplitLock()
	nosplitSchedulerDid(w.mp, ${act('told')}, ev, a, b, goid)
}
`;
