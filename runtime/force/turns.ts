/**
 * The Go text that makes threads follow a schedule: each of those that have a role waits before a step until it is its turn, and says so once
 * the step is recorded. Whoever has no role runs freely. It belongs to the same file as the hooks that record.
 */
import { control } from '../log/format.ts';
import { ADVANCER, DIVERGED, advanceTurns } from './turns-of-advance.ts';
import { codeOfStep, constantOf, procKinds } from './step.ts';
import { READER, stepType } from './text-of-steps.ts';
import { procTurns } from './turns-of-procs.ts';

const TIMED_OUT = 2;
/** How long the schedule may take, from the moment when all threads are there. */
const WAIT_SECONDS = 20;

/** The Go text of the hooks; `ofProcs` says that they are for schedules of Ps. */
export function turnsFile(ofProcs: boolean): string {
  const constants = procKinds.map((kind) => `\t${constantOf(kind)} = ${codeOfStep(kind)}`);
  return `
${ofProcs ? `const (\n${constants.join('\n')}\n)\n` : ''}
// nosplitOfProcs says that the schedule is one of Ps.
const nosplitOfProcs = ${String(ofProcs)}
${stepType}
var nosplitSteps []nosplitStep

// nosplitWrites says that the schedule has what sections write. Elsewhere that is their M's alone.
var nosplitWrites bool

//go:linkname nosplitFollow main.nosplitFollow
func nosplitFollow(steps []nosplitStep) {
	nosplitSteps = steps
	for _, step := range steps {
		nosplitWrites = nosplitWrites || uint64(step.code) == nosplitWriter
	}
}

var nosplitForce struct {
	on       atomic.Uint32
	next     atomic.Uint32
	waiting  atomic.Uint32
	ms       [8]atomic.Int64
	pushed   [8]atomic.Uintptr
	free     [8]bool
	inside   [8]bool
	asked    [8]bool
	gen      [8]uint64
	deadline int64
	// The goroutine that advances and stops.
	advancer atomic.Uint64
}

//go:linkname nosplitRole main.nosplitRole
func nosplitRole(role int) {
	nosplitForce.ms[role].Store(getg().m.id + 1)
}

//go:linkname nosplitAdvancer main.nosplitAdvancer
func nosplitAdvancer() {
	nosplitForce.advancer.Store(getg().goid)
}

//go:linkname nosplitAdvance main.nosplitAdvance
func nosplitAdvance() {
	traceAdvance(false)
}

//go:linkname nosplitArm main.nosplitArm
func nosplitArm() {
	// A section that is open already is none of the schedule.
	for role := range nosplitForce.free {
		nosplitForce.free[role] = true
	}
	nosplitForce.deadline = nanotime() + ${WAIT_SECONDS}*1000*1000*1000
	nosplitForce.on.Store(1)
}

// nosplitHolds says whether an M stays out of its next section: because an advance is to wait before its store first, or because a store comes
// before that section, and an advance waits for whoever runs until then.
//
//go:linkname nosplitHolds main.nosplitHolds
func nosplitHolds(role int) bool {
	next := nosplitForce.next.Load()
	n := nosplitNextOf(role, next)
	for at := next; at < n; at++ {
		if code := uint64(nosplitSteps[at].code); code == nosplitAdvanceGen || code == nosplitStopGen {
			return true
		}
	}
	return n < uint32(len(nosplitSteps)) && nosplitSteps[n].flags&8 != 0 && nosplitForce.waiting.Load() == 0
}

// nosplitHasSteps says whether steps of the schedule are left for an M.
//
//go:linkname nosplitHasSteps main.nosplitHasSteps
func nosplitHasSteps(role int) bool {
	return nosplitNextOf(role, nosplitForce.next.Load()) < uint32(len(nosplitSteps))
}

// nosplitReaderHeld says whether the reader keeps what it took last: between two of its turns.
//
//go:linkname nosplitReaderHeld main.nosplitReaderHeld
func nosplitReaderHeld() bool {
	n := nosplitForce.next.Load()
	due := nosplitNextOf(${READER}, n)
	isBetween := due < uint32(len(nosplitSteps)) && due > n && nosplitNextOf(${READER}, 0) < n
	return isBetween && !nosplitOver() || nosplitKeepsReader()
}

// nosplitKeepsReader says whether the M queues the buffer, or has queued it, that the reader is to take later.
//
//go:nosplit
func nosplitKeepsReader() bool {
	n := nosplitForce.next.Load()
	due := nosplitNextOf(${READER}, n)
	if nosplitForce.on.Load() == 0 || due == n || due == uint32(len(nosplitSteps)) {
		return false
	}
	for at := due; at > 0; at-- {
		s := &nosplitSteps[at-1]
		if uint64(s.code) == nosplitRefill && uint32(s.role) == nosplitSteps[due].section {
			return at-1 <= n
		}
	}
	return false
}

// nosplitNextOf returns the first step of a role from step n on, or the number of steps where there is none.
//
//go:nosplit
func nosplitNextOf(role int, n uint32) uint32 {
	for n < uint32(len(nosplitSteps)) && int(nosplitSteps[n].role) != role {
		n++
	}
	return n
}

//go:linkname nosplitNext main.nosplitNext
func nosplitNext() int {
	return int(nosplitForce.next.Load())
}

//go:linkname nosplitGen main.nosplitGen
func nosplitGen() uintptr {
	return trace.gen.Load()
}

//go:linkname nosplitOver main.nosplitOver
func nosplitOver() bool {
	return nosplitForce.on.Load() == 0
}

//go:nosplit
func nosplitRoleOf(mp *m) int {
	for role := range nosplitForce.ms {
		if nosplitForce.ms[role].Load() == mp.id+1 {
			return role
		}
	}
	return -1
}

//go:nosplit
func nosplitEnd_(outcome, code uint64) {
	if nosplitForce.on.CompareAndSwap(1, 0) && nosplitLog.on {
		*nosplitWord(${control.got}) = code
		*nosplitWord(${control.outcome}) = outcome
	}
}

//go:nosplit
func nosplitTurnOf(code uint64, w *traceWriter) {
	if nosplitForce.on.Load() == 0 || w.mp == nil || w.exp != 0 {
		return
	}
	role := nosplitRoleOf(w.mp)
	if role < 0 {
		return
	}
	n := nosplitForce.next.Load()
	if code == nosplitNoRoom && !nosplitForce.free[role] && n < uint32(len(nosplitSteps)) {
		// The schedule needs an M without a buffer here, or one whose buffer is full.
		s := &nosplitSteps[n]
		isOuter := int(s.role) == role && uint64(s.code) == code && s.flags&1 == 0
		if isOuter && (s.flags&4 != 0) != (w.traceBuf == nil) {
			nosplitAgain(role, s.section)
			return
		}
	}
	if code == nosplitRefill {
		nosplitForce.pushed[role].Store(uintptr(unsafe.Pointer(w.traceBuf)))
	}
	nosplitAwait(role, code)
}

// nosplitTook says that the reader took a buffer: a step if it is the one that the M has queued.
//
//go:nosplit
func nosplitTook(buf *traceBuf) {
	n := nosplitForce.next.Load()
	if n < uint32(len(nosplitSteps)) && nosplitSteps[n].role == ${READER} && nosplitForce.pushed[nosplitSteps[n].section].Load() == uintptr(unsafe.Pointer(buf)) {
		nosplitStepped(${READER}, nosplitReaderTake, 0)
	}
}

// nosplitAgain lets this section pass: a later one is tried.
//
//go:nosplit
func nosplitAgain(role int, section uint32) {
	nosplitForce.free[role] = true
	nosplitForce.next.Store(section)
	if nanotime() > nosplitForce.deadline {
		nosplitEnd_(${TIMED_OUT}, nosplitEvent)
	}
}

//go:nosplit
func nosplitTurn(code uint64, mp *m) {
	if nosplitForce.on.Load() == 0 {
		return
	}
	role := nosplitRoleOf(mp)
	if role >= 0 {
		nosplitAwait(role, code)
	}
}

//go:nosplit
func nosplitAwait(role int, code uint64) {
	if !nosplitInTurn(role, code) || !nosplitGrew(role, code) {
		return
	}
	for nosplitForce.on.Load() != 0 {
		n := nosplitForce.next.Load()
		due := nosplitNextOf(role, n)
		if due == uint32(len(nosplitSteps)) {
			return
		}
		if due == n {
			nosplitMatch(role, code, n)
			return
		}
		nosplitYield(code)
	}
}

// nosplitGrew ends a step after which the M's stack was to be moved. False where that was forgotten: who preempts a goroutine writes to the
// same place.
//
//go:nosplit
func nosplitGrew(role int, code uint64) bool {
	if !nosplitForce.asked[role] {
		return true
	}
	nosplitForce.asked[role] = false
	n := nosplitForce.next.Load()
	if code != nosplitAcquireNested && getg().m.curg.stackguard0 != stackForceMove {
		nosplitAgain(role, nosplitSteps[n].section)
		return false
	}
	nosplitDoneWith(n)
	return true
}

//go:nosplit
func nosplitYield(code uint64) {
	if nanotime() > nosplitForce.deadline {
		nosplitEnd_(${TIMED_OUT}, code)
	}
	osyield()
}

${advanceTurns}
// nosplitInTurn says whether a step of an M has to wait: not inside what the schedule lets pass.
//
//go:nosplit
func nosplitInTurn(role int, code uint64) bool {
	if nosplitForce.inside[role] {
		if code == nosplitReleaseNested {
			nosplitForce.inside[role] = false
		}
		return false
	}
	if code == nosplitAcquireFlag {
		if nosplitOfProcs {
			// A section without a step of Ps before it is not the schedule's.
			nosplitForce.free[role] = !nosplitIsAcquire(nosplitNextOf(role, nosplitForce.next.Load()))
			return !nosplitForce.free[role]
		}
		// No stack grows in a section of the scheduler's, which is on the system stack, and one within an allocation may write nothing.
		nosplitForce.free[role] = getg() != getg().m.curg || getg().m.locks != 1
	}
	return !nosplitForce.free[role]
}

//go:nosplit
func nosplitIsAcquire(n uint32) bool {
	return n < uint32(len(nosplitSteps)) && uint64(nosplitSteps[n].code) == nosplitAcquireFlag
}

// nosplitMatch compares a step with the one whose turn it is. What a model leaves out passes: a further write of a section, a third
// section of a growth, and sections before the one in which the buffer is full.
//
//go:nosplit
func nosplitMatch(role int, code uint64, n uint32) {
	s := &nosplitSteps[n]
	if uint64(s.code) == code {
		return
	}
	releases := s.code == nosplitRelease || s.code == nosplitReleaseNested
	if releases && (code == nosplitWriter || code == nosplitEvent || code == nosplitEnd) || s.code == nosplitEnd && code == nosplitEvent {
		return
	}
	if !nosplitWrites && (code == nosplitWriter || code == nosplitEvent || code == nosplitEnd || code == nosplitNoRoom || code == nosplitRefill) {
		return
	}
	if code == nosplitAcquireNested && s.flags&1 == 0 {
		nosplitForce.inside[role] = true
		return
	}
	// Whether the buffer is full, or there is none, is not in the schedule where an advance waits.
	if s.code == nosplitEvent && s.flags&1 == 0 && (code == nosplitNoRoom || code == nosplitRefill) && nosplitForce.waiting.Load() != 0 {
		return
	}
	hasRoom := s.code == nosplitNoRoom && code == nosplitEvent
	writesNothing := s.code == nosplitWriter && code == nosplitRelease
	if s.flags&1 == 0 && (hasRoom || writesNothing) {
		nosplitAgain(role, s.section)
		return
	}
	nosplitEnd_(${DIVERGED}, code)
}

// nosplitStepped says that a step was taken; value is what its record has first.
//
//go:nosplit
func nosplitStepped(role int, code, value uint64) {
	m := role
	// One that finds tracing off has no end, because of the bug or because nothing began.
	if code == nosplitAcquireNested && value == 0 && role >= 0 {
		nosplitForce.inside[role] = false
	}
	if code == nosplitFlagSeen || code == nosplitAdvanceFlush {
		role = ${ADVANCER}
	}
	if role < 0 || nosplitForce.on.Load() == 0 || role < ${ADVANCER} && (nosplitForce.free[role] || nosplitForce.inside[role]) {
		return
	}
	if code == nosplitAcquireGen {
		nosplitForce.gen[role] = value
	}
	n := nosplitForce.next.Load()
	if n >= uint32(len(nosplitSteps)) || int(nosplitSteps[n].role) != role || uint64(nosplitSteps[n].code) != code {
		return
	}
	if code == nosplitAcquireNested && (nosplitSteps[n].flags&16 != 0) != (value != nosplitForce.gen[role]) {
		nosplitEnd_(${DIVERGED}, code)
		return
	}
	if role == ${ADVANCER} && (!nosplitAdvances() || m < ${ADVANCER} && int(nosplitSteps[n].section) != m) {
		return
	}
	if nosplitSteps[n].flags&2 != 0 {
		getg().m.curg.stackguard0 = stackForceMove
		nosplitForce.asked[role] = true
		return
	}
	nosplitDoneWith(n)
}

//go:nosplit
func nosplitDoneWith(n uint32) {
	*nosplitWord(${control.followed}) = uint64(n) + 1
	nosplitForce.next.Store(n + 1)
	if n+1 == uint32(len(nosplitSteps)) {
		nosplitForce.on.Store(0)
	}
}
${ofProcs ? procTurns : ''}`;
}
