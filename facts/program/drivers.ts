/**
 * The environment: what threads do with the tracer, in Go's syntax, read by the same reader as the tree. It assumes nothing
 * that the tracer's code is there to ensure: callers start, advance and stop at any time, a section is opened whether or not
 * tracing is on. These are those of the core; a part has others of its own.
 * Sections of StartTrace and traceAdvance themselves are ordinary ones, which the Ms stand for.
 */
import type { OfKinds } from '../../model/index.ts';

/** A section of an M on its own stack. Code around a write may always call something that grows the stack. */
export const sectionBody = `	tl := traceAcquire()
	if tl.ok() {
		section := opened(tl)
		userCode()
		w := section.writer()
		arguments()
		w.event(0).end()
		userCode()
		closing(section)
		traceRelease(section)
	} else {
		dropped()
	}`;
export const section = `	outside()
${sectionBody}`;

export const drivers: OfKinds<string> = {
  own: `
for {
	forget()
${section}
}`,
  // newstack's copystack: stackalloc has a section, and then stackfree, both on the system stack.
  growth: `
for second := false; ; second = true {
	forget()
	tl := acquiredByGrowth()
	if tl.ok() {
		section := opened(tl)
		section.writer().event(0).end()
		closing(section)
		traceRelease(section)
	} else {
		dropped()
	}
	if second {
		return
	}
}`,
  // Package runtime/trace serializes Start and Stop by its mutex, here \`tracing\`. traceAdvancer and x/exp/trace call
  // traceAdvance without it.
  caller: `
for {
	idle()
	call := choose("advance", "start", "stop")
	if call == 0 {
		if mayAdvance() {
			traceAdvance(false)
		}
	} else if call == 1 {
		if mayStart() {
			lock(&tracing)
			if StartTrace() == nil {
				started()
			}
			unlock(&tracing)
		}
	} else if mayStop() {
		lock(&tracing)
		StopTrace()
		unlock(&tracing)
	}
}`,
  // Until ReadTrace answers nil. Where there is nothing to read it parks, which the part reader is about.
  reader: `
for {
	buf, park := readTrace0()
	if buf == nil && !park {
		return
	}
}`,
};
