/** The Go text of what the program of a schedule of Ps asks of the runtime, and tells it. */

export const procCalls = `// nosplitP is the schedule's P, as its id and one more; 0 where it is anybody's.
var nosplitP int32

// nosplitAcquired counts how often a thread got it as the schedule says.
var nosplitAcquired atomic.Uint32

// nosplitCrowd says that more goroutines are ready than there are other Ps, so that the thread finds one.
var nosplitCrowd atomic.Bool

//go:linkname nosplitIsCrowded main.nosplitIsCrowded
func nosplitIsCrowded(crowded bool) {
	nosplitCrowd.Store(crowded)
}

//go:linkname nosplitKeepP main.nosplitKeepP
func nosplitKeepP(id int) {
	nosplitP = int32(id) + 1
}

//go:linkname nosplitTimesAcquired main.nosplitTimesAcquired
func nosplitTimesAcquired() int {
	return int(nosplitAcquired.Load())
}

// nosplitWantsThread says whether it is the turn of a thread to get the P.
//
//go:linkname nosplitWantsThread main.nosplitWantsThread
//go:nosplit
func nosplitWantsThread() bool {
	n := nosplitForce.next.Load()
	return nosplitForce.on.Load() != 0 && n < uint32(len(nosplitSteps)) && nosplitSteps[n].code == nosplitAcquireP
}

// nosplitIsIdle says whether nobody has the P.
//
//go:linkname nosplitIsIdle main.nosplitIsIdle
func nosplitIsIdle() bool {
	return allp[nosplitP-1].status == _Pidle
}

// nosplitPin keeps the goroutine on its thread if that has the P, and returns the M's number, or -1.
//
//go:linkname nosplitPin main.nosplitPin
func nosplitPin() int {
	mp := acquirem()
	if nosplitIsP(mp.p.ptr()) {
		if role := nosplitRoleOf(mp); role >= 0 {
			return role
		}
	}
	releasem(mp)
	return -1
}

// nosplitUnpin leaves no wish to preempt the goroutine behind.
//
//go:linkname nosplitUnpin main.nosplitUnpin
func nosplitUnpin() {
	gp := getg()
	gp.preempt = false
	gp.stackguard0 = gp.stack.lo + stackGuard
	gp.m.p.ptr().preempt = false
	gp.m.locks--
}

// nosplitGiveWork leaves goroutines that wait for this P to the others: sysmon, who would see to them, may wait for its turn.
//
//go:linkname nosplitGiveWork main.nosplitGiveWork
func nosplitGiveWork() {
	pp := getg().m.p.ptr()
	lock(&sched.lock)
	for !runqempty(pp) {
		gp, _ := runqget(pp)
		globrunqput(gp)
	}
	unlock(&sched.lock)
	wakep()
}

// nosplitIsNext says whether that is the next step of an M.
//
//go:nosplit
func nosplitIsNext(role int, code uint64) bool {
	due := nosplitNextOf(role, nosplitForce.next.Load())
	return due < uint32(len(nosplitSteps)) && uint64(nosplitSteps[due].code) == code
}

//go:linkname nosplitReleases main.nosplitReleases
func nosplitReleases(role int) bool {
	return nosplitIsNext(role, nosplitReleaseP)
}

//go:linkname nosplitEnters main.nosplitEnters
func nosplitEnters(role int) bool {
	return nosplitIsNext(role, nosplitEnterSyscall)
}
`;
