/** The Go text of the part transitions: a change of a status and its record are one, under the lock of the log. */
import { argumentsOf, events } from '../log/events.ts';
import type { EventName } from '../log/events.ts';
import { schedulerActs } from '../log/records.ts';
import type { SchedulerAct } from '../log/records.ts';

const act = (name: SchedulerAct): number => schedulerActs.indexOf(name);

/** The cases of a switch by the event's number. */
const argumentCases = Object.entries(argumentsOf)
  .map(([name, [first, second]]) => {
    const text = second === -1 ? '' : `\n\t\tb = uint64(args[${second}])`;
    // Sound because `argumentsOf` has no other keys.
    return `\tcase ${events[name as EventName]}:\n\t\ta = uint64(args[${first}])${text}`;
  })
  .join('\n');

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
	if !nosplitLog.on {
		return
	}
	nosplitLock()
	m := uint64(0)
	if mp := pp.m.ptr(); mp != nil {
		m = uint64(mp.id) + 1
	}
	nosplitSchedulerDid(getg().m, ${act('procHas')}, nosplitResource(&pp.trace.traceSchedResourceState), uint64(pp.id), uint64(pp.status), m)
}

// nosplitList appends the Ps and Gs that there are, each with what it is at that moment.
func nosplitList() {
	lock(&allpLock)
	for _, pp := range allp[:cap(allp)] {
		if pp != nil {
			nosplitProc(pp)
		}
	}
	unlock(&allpLock)
	gs, n := atomicAllG()
	for i := uintptr(0); i < n; i++ {
		gp := atomicAllGIndex(gs, i)
		nosplitLock()
		status := gp.atomicstatus.Load()
		goid, m := uint64(0), uint64(0)
		switch status &^ _Gscan {
		case _Grunning, _Gsyscall, _Gcopystack:
			if gp.m != nil {
				m = uint64(gp.m.id) + 1
			}
			goid = gp.goid
		case _Grunnable, _Gwaiting, _Gpreempted:
			goid = gp.goid
		}
		nosplitSchedulerDid(getg().m, ${act('goroutineHas')}, nosplitResource(&gp.trace.traceSchedResourceState), uint64(status), goid, m)
	}
	nosplitLock()
	nosplitSchedulerDid(getg().m, ${act('listed')}, uint64(n), 0, 0, 0)
}

var nosplitEnded atomic.Uint32

// nosplitEnds is called by who ends the program. The list is whole before the program is gone.
func nosplitEnds() {
	if !nosplitLog.on {
		return
	}
	if !nosplitEnded.CompareAndSwap(0, 1) {
		for nosplitEnded.Load() != 2 {
			osyield()
		}
		return
	}
	mp := acquirem()
	nosplitList()
	releasem(mp)
	nosplitEnded.Store(2)
}

//go:nosplit
func nosplitTold(w *traceWriter, ev uint64, args []traceArg) {
	if !nosplitLog.on || w.exp != 0 {
		return
	}
	a, b := uint64(0), uint64(0)
	switch ev {
${argumentCases}
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
