/**
 * The file that the overlay adds to package runtime: it maps the log and appends records under a spin lock, so that the order of the
 * log is an order in which the steps took place. Everything that runs inside a section is nosplit, allocates nothing, and has no
 * write barrier.
 */
import type { Design } from '../../model/index.ts';
import { codeOf, recordKinds, statusSteps } from '../log/records.ts';
import { transitionsHooks } from './transitions-hooks.ts';
import { control, LOG_HEADER_BYTES, LOG_START } from '../log/format.ts';

/** The name that the overlay's file has in package runtime. */
export const HOOKS_FILE = 'nosplit_record.go';

/** The variable that names the log in the program's environment; without it nothing is recorded. */
export const LOG_VARIABLE = 'NOSPLIT_LOG';

/**
 * The Go text of the hooks for a tracer with that kind of flag. `header` is the first line of each log, `turns` what a schedule adds, and
 * `hasTransitions` says whether the part transitions is recorded.
 */
export function hooksFile(lock: Design['lock'], header: string, turns = '', hasTransitions = false): string {
  const flag = lock === 'seqlock' ? 'mp.trace.seqlock.Load()%2 != 0' : 'mp.trace.writing.Load()';
  const codes = recordKinds.map((kind) => `\t${constantOf(kind)} = ${codeOf(kind)}`);
  const steps = statusSteps.map((step, number) => `\t${constantOf('status')}${capital(step)} = ${number}`);
  const following = (text: string): string => (turns === '' ? '' : text);
  const stepped = (role: string, words = 'code, a'): string =>
    following(`\n\tnosplitStepped(${role}, ${words})`);
  return `// Written by nosplit record.

package runtime

import (
	"internal/runtime/atomic"
	"unsafe"${following(' // for go:linkname')}
)

const (
${codes.join('\n')}
${steps.join('\n')}
)

const nosplitHeader = ${JSON.stringify(header)}

var nosplitLog struct {
	on      bool
	lock    atomic.Uint32
	base    uintptr
	pos     uintptr
	end     uintptr
	records uint64
	mMax    uint64
}

//go:nosplit
func nosplitWord(offset uintptr) *uint64 {
	return (*uint64)(unsafe.Pointer(nosplitLog.base + offset))
}

// nosplitStart maps the log that the environment names. The first process to ask gets it.
func nosplitStart() {
	if nosplitLog.base != 0 {
		return
	}
	path := gogetenv("${LOG_VARIABLE}")
	if path == "" {
		return
	}
	name := append([]byte(path), 0)
	fd := open(&name[0], 2 /* O_RDWR */ |0x80000 /* O_CLOEXEC */, 0)
	if fd < 0 {
		return
	}
	const shared = 1
	head, err := mmap(nil, ${LOG_START}, _PROT_READ|_PROT_WRITE, shared, fd, 0)
	if err != 0 {
		return
	}
	claim := (*atomic.Uint64)(add(head, ${control.claimed}))
	if !claim.CompareAndSwap(0, 1) {
		others := (*atomic.Uint64)(add(head, ${control.others}))
		others.Add(1)
		nosplitLog.base = 1
		return
	}
	size := *(*uint64)(add(head, ${control.capacity}))
	base, err := mmap(nil, uintptr(size), _PROT_READ|_PROT_WRITE, shared, fd, 0)
	if err != 0 {
		return
	}
	nosplitLog.base = uintptr(base)
	for i := 0; i < len(nosplitHeader) && i < ${LOG_HEADER_BYTES}; i++ {
		*(*byte)(add(base, uintptr(i))) = nosplitHeader[i]
	}
	*nosplitWord(${control.room}) = uint64(unsafe.Sizeof(traceBuf{}.arr))
	nosplitLog.pos = nosplitLog.base + ${LOG_START}
	nosplitLog.end = nosplitLog.base + uintptr(size)
	nosplitLog.on = true${hasTransitions ? firstList : ''}
}

//go:nosplit
func nosplitLock() {
	if !nosplitLog.on {
		return
	}
	for spins := 0; !nosplitLog.lock.CompareAndSwap(0, 1); spins++ {
		if spins >= 100 {
			osyield()
		}
	}
}

//go:nosplit
func nosplitUnlock() {
	if nosplitLog.on {
		nosplitLog.lock.Store(0)
	}
}

//go:nosplit
func nosplitPut(v uint64) {
	p := nosplitLog.pos
	for v >= 0x80 {
		*(*byte)(unsafe.Pointer(p)) = byte(v) | 0x80
		p++
		v >>= 7
	}
	*(*byte)(unsafe.Pointer(p)) = byte(v)
	nosplitLog.pos = p + 1
}

// nosplitBegin says whether there is room for n more values.
//
//go:nosplit
func nosplitBegin(code uint64, n uintptr) bool {
	if !nosplitLog.on {
		return false
	}
	if nosplitLog.end-nosplitLog.pos < 2+10*n {
		nosplitLog.end = nosplitLog.pos
		*nosplitWord(${control.full}) = 1
		return false
	}
	*(*byte)(unsafe.Pointer(nosplitLog.pos)) = byte(code)
	nosplitLog.pos++
	return true
}

// nosplitDone makes the record part of the log and gives the lock up.
//
//go:nosplit
func nosplitDone(m uint64) {
	if !nosplitLog.on {
		return
	}
	nosplitLog.records++
	if m > nosplitLog.mMax {
		nosplitLog.mMax = m
		*nosplitWord(${control.mMax}) = m
	}
	*nosplitWord(${control.records}) = nosplitLog.records
	*nosplitWord(${control.used}) = uint64(nosplitLog.pos - nosplitLog.base)
	nosplitLog.lock.Store(0)
}

// nosplit1 appends a record with one value, or with none where it has none; the lock is held.
//
//go:nosplit
func nosplit1(code, a uint64) {
	if nosplitBegin(code, 5) {
		if code&7 != 0 {
			nosplitPut(a)
		}
		nosplitDone(0)${stepped('100')}
	} else {
		nosplitUnlock()
	}
}

// nosplitM appends a record about an M with up to four more values; the lock is held.
//
//go:nosplit
func nosplitM(code uint64, mp *m, a, b, c, d uint64) {
	if !nosplitBegin(code, 5) {
		nosplitUnlock()
		return
	}
	nosplitPut(uint64(mp.id))
	n := code & 7
	if n > 1 {
		nosplitPut(a)
	}
	if n > 2 {
		nosplitPut(b)
	}
	if n > 3 {
		nosplitPut(c)
	}
	if n > 4 {
		nosplitPut(d)
	}
	nosplitDone(uint64(mp.id))${stepped('nosplitRoleOf(mp)')}
}

//go:nosplit
func nosplitFlag(mp *m) uint64 {
	if ${flag} {
		return 1
	}
	return 0
}

//go:nosplit
func nosplitBuf(buf *traceBuf) uint64 {
	return uint64(uintptr(unsafe.Pointer(buf)) >> 12)
}

//go:nosplit
func nosplitPos(buf *traceBuf) uint64 {
	if buf == nil {
		return 0
	}
	return uint64(buf.pos)
}

// nosplitFlagUp is traceAdvance's look at the flag of an M.
//
//go:nosplit
func nosplitFlagUp(mp *m) bool {${following('\n\tif nosplitPassesOver(mp) {\n\t\treturn true\n\t}')}
	nosplitLock()
	if nosplitFlag(mp) != 0 {
		nosplitUnlock()
		return true
	}
	nosplitM(nosplitFlagSeen, mp, 0, 0, 0, 0)${following('\n\tnosplitTurnOfAdvance(nosplitAdvanceFlush, mp)')}
	return false
}

//go:nosplit
func nosplitWriterOf(tl traceLocker) {
	if !nosplitLog.on {
		return
	}
	buf := tl.mp.trace.buf[tl.gen%2][0]
	nosplitLock()
	nosplitM(nosplitWriter, tl.mp, uint64(tl.gen), nosplitBuf(buf), nosplitPos(buf), 0)
}

// nosplitWrite appends a record about a writer, unless its stream is not that of an M.
//
//go:nosplit
func nosplitWrite(code uint64, w *traceWriter, need uint64) {
	if !nosplitLog.on || w.mp == nil || w.exp != 0 {
		return
	}
	nosplitLock()
	nosplitM(code, w.mp, uint64(w.gen), nosplitBuf(w.traceBuf), nosplitPos(w.traceBuf), need)
}

//go:nosplit
func nosplitRefilledBy(w *traceWriter) {
	if !nosplitLog.on {
		return
	}
	if w.mp != nil && w.exp == 0 {
		nosplitWrite(nosplitRefilled, w, 0)
		return
	}
	nosplitLock()
	nosplit1(nosplitOtherBuffer, nosplitBuf(w.traceBuf))
}

// nosplitTake appends what the reader took; the lock is held.
//
//go:nosplit
func nosplitTake(buf *traceBuf, gen uintptr) {
	if !nosplitBegin(nosplitReaderTake, 5) {
		nosplitUnlock()
		return
	}
	nosplitPut(nosplitBuf(buf))
	nosplitPut(uint64(gen))
	nosplitPut(uint64(buf.pos))
	nosplitDone(0)${following('\n\tnosplitTook(buf)')}
}

// nosplitStatusStep appends what was done with the status of a G or P, or what was read of it; the lock is held.
//
//go:nosplit
func nosplitStatusStep(step uint64, r *traceSchedResourceState, gen uintptr, is bool) {
	value := uint64(0)
	if is {
		value = 1
	}
	nosplitStatusValue(step, r, gen, value)
}

//go:nosplit
func nosplitStatusValue(step uint64, r *traceSchedResourceState, gen uintptr, value uint64) {
	nosplitM(nosplitStatus, getg().m, step, uint64(uintptr(unsafe.Pointer(r))>>3), uint64(gen), value)
}

// nosplitLists appends the Ms of allm and freem; sched.lock is held.
//
//go:nosplit
func nosplitLists() {
	nosplitLock()
	n := uintptr(0)
	for mp := allm; mp != nil; mp = mp.alllink {
		n++
	}
	for mp := sched.freem; mp != nil; mp = mp.freelink {
		n++
	}
	if !nosplitBegin(nosplitSnapshot, n+1) {
		nosplitUnlock()
		return
	}
	nosplitPut(uint64(n))
	most := uint64(0)
	for mp := allm; mp != nil; mp = mp.alllink {
		nosplitPut(uint64(mp.id))
		most = max(most, uint64(mp.id))
	}
	for mp := sched.freem; mp != nil; mp = mp.freelink {
		nosplitPut(uint64(mp.id))
	}
	nosplitDone(most)${stepped('100', 'nosplitSnapshot, 0')}
}
${hasTransitions ? transitionsHooks : ''}${turns}`;
}

/** An M that has just found the log off has done by then what it was about to do. */
const firstList = `
	systemstack(func() { usleep(200) })
	mp := acquirem()
	nosplitList()
	releasem(mp)`;

/** The Go constant for a kind of record: `nosplitAcquireFlag`. */
const constantOf = (kind: string): string => `nosplit${capital(kind)}`;

const capital = (word: string): string => `${word.charAt(0).toUpperCase()}${word.slice(1)}`;
