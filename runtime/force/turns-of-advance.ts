/** The Go text by which the advance and the stop of a schedule wait for their turns, and look at Ms in its order. */

/** The number of the role; Ms have theirs below it. */
export const ADVANCER = 100;
/** How the following of a schedule ends where another step comes than the one that is due. */
export const DIVERGED = 1;

export const advanceTurns = `//go:nosplit
func nosplitAdvances() bool {
	gp := getg().m.curg
	return nosplitForce.on.Load() != 0 && gp != nil && gp.goid == nosplitForce.advancer.Load()
}

// nosplitIsStep says whether step n is the advancer's with that code, about that M where it is about one.
//
//go:nosplit
func nosplitIsStep(n uint32, code uint64, mp *m) bool {
	s := &nosplitSteps[n]
	return s.role == ${ADVANCER} && uint64(s.code) == code && (mp == nil || int(s.section) == nosplitRoleOf(mp))
}

// nosplitTurnOfAdvance waits for a step of the schedule's own advance. One that the schedule does not have passes.
//
//go:nosplit
func nosplitTurnOfAdvance(code uint64, mp *m) {
	for nosplitAdvances() {
		n := nosplitForce.next.Load()
		due := nosplitNextOf(${ADVANCER}, n)
		if due == uint32(len(nosplitSteps)) {
			// Until the schedule is over, the others find tracing on.
			if code != nosplitStopEnabled {
				return
			}
			nosplitRest(code)
			continue
		}
		if !nosplitIsStep(due, code, mp) {
			for later := due + 1; later < uint32(len(nosplitSteps)); later++ {
				if nosplitIsStep(later, code, mp) {
					nosplitEnd_(${DIVERGED}, code)
				}
			}
			return
		}
		if due == n {
			return
		}
		nosplitForce.waiting.Store(1)
		nosplitRest(code)
	}
}

// nosplitRest waits. Where GOMAXPROCS has turns, it stops the world, and waits for who does not sleep.
//
//go:nosplit
func nosplitRest(code uint64) {
	nosplitYield(code)
	if nosplitOfProcs && getg() == getg().m.curg && getg().m.locks == 0 {
		timeSleep(50 * 1000)
	}
}

// nosplitPassesOver says that an advance leaves an M for later, as one that writes: the schedule has it look at another one first.
//
//go:nosplit
func nosplitPassesOver(mp *m) bool {
	if !nosplitAdvances() {
		return false
	}
	n := nosplitForce.next.Load()
	for later := n; later < uint32(len(nosplitSteps)); later++ {
		if nosplitIsStep(later, nosplitFlagSeen, mp) {
			if later > n {
				nosplitYield(nosplitFlagSeen)
			}
			return later > n
		}
	}
	return false
}`;
