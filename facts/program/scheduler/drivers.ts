/**
 * The scheduler around the tracer, for the part about statuses of Gs: what an M does between its sections. It takes Gs from where
 * others could find them, and calls the tree's functions for what is to become of them. It assumes nothing that the code is there
 * to ensure: who waits may be readied as soon as it waits, and a goroutine that traceAdvance wants to stop may park at any time.
 */
import { drivers } from '../drivers.ts';
import type { OfKinds } from '../../../model/index.ts';

export const statusesDrivers: OfKinds<string> = {
  ...drivers,
  own: `
for {
	if !outside() {
		mcall(park_m)
	} else if currentG() == nil {
		if choose("execute", "ready") == 0 {
			systemstack(func() { execute(takeG(_Grunnable), false) })
		} else {
			systemstack(func() { ready(takeG(_Gwaiting), 0, true) })
		}
	} else {
		call := choose("park", "end", "create", "log", "ready")
		if call == 0 {
			mcall(park_m)
		} else if call == 1 {
			goexit1()
		} else if call == 2 {
			newproc(nil)
		} else if call == 3 {
			trace_userLog(0, "", "")
		} else {
			systemstack(func() { ready(takeG(_Gwaiting), 0, true) })
		}
	}
}`,
  // newstack's copystack: stackalloc has a section, and then stackfree, both on the system stack.
  growth: `
for second := false; ; second = true {
	tl := acquiredByGrowth()
	if tl.ok() {
		if second {
			tl.GoroutineStackFree(0)
		} else {
			tl.GoroutineStackAlloc(0, 0)
		}
		traceRelease(tl)
	}
	if second {
		return
	}
}`,
};

/**
 * For the part about Ms that acquire and release Ps, and GOMAXPROCS. An M takes an idle P, and while it has one, gives it away or writes an
 * event with which no transition goes; all that on the system stack. procresize is what startTheWorld calls.
 */
export const procsDrivers: OfKinds<string> = {
  ...drivers,
  own: `
for {
	outside()
	systemstack(func() {
		if currentP() == nil {
			lock(&sched.lock)
			pp := takeP()
			unlock(&sched.lock)
			acquirep(pp)
		} else if choose("releasep", "log") == 0 {
			handoffp(releasep())
		} else {
			tl := traceAcquire()
			if tl.ok() {
				tl.HeapAlloc(0)
				traceRelease(tl)
			}
		}
	})
}`,
  growth: `
tl := acquiredByGrowth()
if tl.ok() {
	traceRelease(tl)
}`,
  gomaxprocs: `
for {
	resting()
	procs := resize()
	stopTheWorld(0)
	lock(&sched.lock)
	procresize(procs)
	unlock(&sched.lock)
	startTheWorld(0)
}`,
};

/** For the part about system calls: an M enters one with its P, or hands that off, or steals the P of another M that is in one. */
export const syscallsDrivers: OfKinds<string> = {
  ...drivers,
  growth: procsDrivers.growth,
  own: `
for {
	outside()
	if choose("for itself", "retake") == 1 {
		systemstack(func() { retake(0) })
	} else if currentP() == nil {
		systemstack(func() {
			lock(&sched.lock)
			pp := takeP()
			unlock(&sched.lock)
			acquirep(pp)
		})
	} else {
		call := choose("releasep", "log", "entersyscall", "entersyscallblock")
		if call == 0 {
			systemstack(func() { handoffp(releasep()) })
		} else if call == 1 {
			systemstack(func() {
				tl := traceAcquire()
				if tl.ok() {
					tl.HeapAlloc(0)
					traceRelease(tl)
				}
			})
		} else {
			if call == 2 { entersyscall() } else { entersyscallblock() }
			inSyscall()
			exitsyscall()
			goesOn()
		}
	}
}`,
};

/**
 * For the part about statuses of Gs that enter system calls: what an M does in the part about statuses, and besides it enters one with its
 * G and leaves it, with its P or without. Who has lost its P there gets another before it goes on.
 */
export const statusesSyscallsDrivers: OfKinds<string> = {
  ...statusesDrivers,
  own: `
for {
	if !outside() {
		mcall(park_m)
		continue
	}
	if currentG() == nil {
		if choose("execute", "ready") == 0 {
			systemstack(func() { execute(takeG(_Grunnable), false) })
		} else {
			systemstack(func() { ready(takeG(_Gwaiting), 0, true) })
		}
		continue
	}
	call := choose("park", "end", "create", "log", "ready", "entersyscall")
	if call == 0 {
		mcall(park_m)
	} else if call == 1 {
		goexit1()
	} else if call == 2 {
		newproc(nil)
	} else if call == 3 {
		trace_userLog(0, "", "")
	} else if call == 4 {
		systemstack(func() { ready(takeG(_Gwaiting), 0, true) })
	} else {
		entersyscall()
		leavesSyscall()
		if choose("", "has lost its P") == 1 {
			loseP()
		}
		leavesSyscall()
		exitsyscall()
		if currentP() == nil {
			regainP()
		}
	}
}`,
};
