/**
 * The Go text by which threads wait at steps about Ps and system calls. The schedule's P is the last one. No thread gets it from the list of
 * idle Ps but where the schedule says so, and the thread that gets it is the M of that step.
 */
import { procCalls } from './calls-of-procs.ts';
import { ADVANCER, DIVERGED } from './turns-of-advance.ts';

/** The number of who changes GOMAXPROCS; Ms, the advancer and the reader have those below. */
export const RESIZER = ADVANCER + 2;

export const procTurns = `
${procCalls}
// nosplitOff says that an M is to find tracing off.
var nosplitOff [8]bool

//go:nosplit
func nosplitIsP(pp *p) bool {
	return pp != nil && nosplitForce.on.Load() != 0 && pp.id+1 == nosplitP
}

// nosplitKeepsIdle puts the P at the head of the idle ones when a thread is to get it, and behind another one elsewhere. True where there is no
// other; sched.lock is held. Who stops the world gets all of them.
func nosplitKeepsIdle() bool {
	if nosplitP == 0 || sched.gcwaiting.Load() {
		return false
	}
	wanted := nosplitWantsThread() && nosplitCrowd.Load()
	var before *p
	for pp := sched.pidle.ptr(); pp != nil; before, pp = pp, pp.link.ptr() {
		if pp.id+1 != nosplitP {
			continue
		}
		other := pp.link.ptr()
		switch {
		case wanted && before != nil:
			before.link = pp.link
			pp.link = sched.pidle
			sched.pidle.set(pp)
		case !wanted && before == nil && other == nil:
			return true
		case !wanted && before == nil:
			pp.link = other.link
			other.link.set(pp)
			sched.pidle.set(other)
		}
		return false
	}
	return false
}

// nosplitTakesP makes the thread that has got the P the M of that step.
func nosplitTakesP(pp *p) {
	if !nosplitIsP(pp) {
		return
	}
	if !nosplitWantsThread() {
		nosplitEnd_(${DIVERGED}, nosplitAcquireP)
		return
	}
	nosplitBind(nosplitForce.next.Load())
	nosplitAcquired.Add(1)
}

// nosplitBind gives this thread the number of an M, and takes step n, which is that M's.
//
//go:nosplit
func nosplitBind(n uint32) {
	mp, role := getg().m, int(nosplitSteps[n].role)
	if other := nosplitRoleOf(mp); other >= 0 && other != role {
		if nosplitNextOf(other, n) < uint32(len(nosplitSteps)) {
			nosplitEnd_(${DIVERGED}, uint64(nosplitSteps[n].code))
			return
		}
		nosplitForce.ms[other].Store(0)
	}
	nosplitForce.ms[role].Store(mp.id + 1)
	nosplitForce.free[role] = true
	nosplitDoneWith(n)
}

// nosplitTurnOfP waits for a step of the M that has the P.
//
//go:nosplit
func nosplitTurnOfP(code uint64, pp *p) {
	if !nosplitIsP(pp) {
		return
	}
	role := nosplitRoleOf(getg().m)
	if role < 0 {
		return
	}
	for nosplitForce.on.Load() != 0 {
		n := nosplitForce.next.Load()
		due := nosplitNextOf(role, n)
		switch {
		case due == uint32(len(nosplitSteps)):
			// Who is still to look at the P finds it in the system call.
			if code != nosplitExitSyscall {
				return
			}
		case uint64(nosplitSteps[due].code) != code:
			nosplitEnd_(${DIVERGED}, code)
			return
		case due == n:
			return
		}
		nosplitYield(code)
	}
}

//go:nosplit
func nosplitSteppedP(code uint64, pp *p) {
	if !nosplitIsP(pp) {
		return
	}
	n := nosplitForce.next.Load()
	if n < uint32(len(nosplitSteps)) && uint64(nosplitSteps[n].code) == code && int(nosplitSteps[n].role) == nosplitRoleOf(getg().m) {
		nosplitDoneWith(n)
	}
}

// nosplitReleasesP comes before releasep's look at trace.enabled.
func nosplitReleasesP() {
	mp := getg().m
	pp := mp.p.ptr()
	nosplitTurnOfP(nosplitReleaseP, pp)
	nosplitSteppedP(nosplitReleaseP, pp)
	role := nosplitRoleOf(mp)
	if nosplitIsP(pp) && role >= 0 && nosplitIsNext(role, nosplitAcquireOff) {
		nosplitTurnOfP(nosplitAcquireOff, pp)
		nosplitOff[role] = true
		nosplitSteppedP(nosplitAcquireOff, pp)
	}
}

// nosplitReleasedP comes after it; on says what it found.
func nosplitReleasedP(on bool) {
	mp := getg().m
	role := nosplitRoleOf(mp)
	if !nosplitIsP(mp.p.ptr()) || role < 0 {
		return
	}
	if nosplitOff[role] && on {
		nosplitEnd_(${DIVERGED}, nosplitAcquireFlag)
	}
	if !on && nosplitIsNext(role, nosplitAcquireFlag) {
		nosplitEnd_(${DIVERGED}, nosplitAcquireOff)
	}
	nosplitOff[role] = false
}

// nosplitPutsIdle hands the P off to nobody: there may be work, and others do it.
func nosplitPutsIdle(pp *p) bool {
	if !nosplitIsP(pp) {
		return false
	}
	lock(&sched.lock)
	for !runqempty(pp) {
		gp, _ := runqget(pp)
		globrunqput(gp)
	}
	isCalled := sched.gcwaiting.Load() || pp.runSafePointFn != 0
	if !isCalled {
		pidleput(pp, 0)
	}
	unlock(&sched.lock)
	return !isCalled
}

// nosplitResized comes where GOMAXPROCS has changed, and the world is stopped.
func nosplitResized() {
	n := nosplitForce.next.Load()
	if nosplitForce.on.Load() != 0 && n < uint32(len(nosplitSteps)) && nosplitSteps[n].role == ${RESIZER} {
		nosplitDoneWith(n)
	}
}

// nosplitLooksAt makes who looks at the P in a system call the M that is to. True where nobody is to, or the P has left it.
func nosplitLooksAt(pp *p) bool {
	for nosplitIsP(pp) {
		n := nosplitForce.next.Load()
		due := n
		for due < uint32(len(nosplitSteps)) && nosplitSteps[due].code != nosplitRetake {
			due++
		}
		if due == uint32(len(nosplitSteps)) || atomic.Load(&pp.status) != _Psyscall {
			return true
		}
		if due == n {
			nosplitBind(n)
			return false
		}
		nosplitYield(nosplitRetake)
	}
	return false
}

// nosplitInstead says that a step came in place of another one.
//
//go:nosplit
func nosplitInstead(code, of uint64, pp *p) {
	if !nosplitIsP(pp) {
		return
	}
	role := nosplitRoleOf(getg().m)
	if role >= 0 && nosplitIsNext(role, of) {
		nosplitEnd_(${DIVERGED}, code)
	}
}

// nosplitHeld says that who has set the scan bit keeps a goroutine from leaving its system call.
//
//go:nosplit
func nosplitHeld(gp *g) {
	for start := nanotime(); nosplitIsP(gp.m.p.ptr()) && gp.atomicstatus.Load()&_Gscan != 0; {
		if nanotime()-start > 50*1000*1000 {
			nosplitEnd_(${DIVERGED}, nosplitHeldInSyscall)
		}
		osyield()
	}
}

// nosplitTurnBeforeBump waits for a step that Go 1.26 takes before it stores the generation. A schedule of an older release has it after that.
func nosplitTurnBeforeBump(code uint64) {
	due := nosplitNextOf(${ADVANCER}, nosplitForce.next.Load())
	if nosplitAdvances() && due < uint32(len(nosplitSteps)) && (nosplitSteps[due].code == nosplitAdvanceGen || nosplitSteps[due].code == nosplitStopGen) {
		nosplitEnd_(${DIVERGED}, code)
	}
	nosplitTurnOfAdvance(code, nil)
}

// nosplitLeavesAdvance keeps the tracer's own advances out of the schedule.
func nosplitLeavesAdvance() bool {
	return nosplitForce.on.Load() != 0 && nosplitForce.advancer.Load() != 0 && !nosplitAdvances()
}
`;
