/**
 * The environment of sections two deep and of CPU samples. StartTrace runs on M0, with a section of its own and that of the memory snapshot
 * inside it, and signals interrupt an M between any two of its steps.
 */
import type { OfKinds } from '../../model/index.ts';
import { drivers, sectionBody } from './drivers.ts';

export const sectionsDrivers: OfKinds<string> = {
  ...drivers,
  own: `
for {
	forget()
	outside()
	if choose("", "start") == 1 {
		if startsHere() {
			lock(&tracing)
			if StartTrace() == nil {
				started()
			}
			unlock(&tracing)
		}
	} else {
${sectionBody}
	}
}`,
  caller: `
for {
	idle()
	if choose("advance", "stop") == 0 {
		if mayAdvance() {
			traceAdvance(false)
		}
	} else if mayStop() {
		lock(&tracing)
		StopTrace()
		unlock(&tracing)
	}
}`,
  // A goroutine and a P have nothing to do with the flag.
  signal: `
for {
	interrupted()
	traceCPUSample(nil, getg().m, nil, nil)
}`,
};

/**
 * A section of StartTrace has one event, as each section of the model, before the snapshot or after it. What it writes before, and what
 * the snapshot writes, stands for one.
 */
export const sectionsFunctions = `
func eventBefore(tl traceLocker) {
	unwritten()
	userCode()
	if choose("", "event") == 1 {
		tl.writer().event(0).end()
		written()
		userCode()
	}
}

func eventAfter(tl traceLocker) {
	if !hasWritten() {
		userCode()
		tl.writer().event(0).end()
	}
	userCode()
}

func event(tl traceLocker) {
	userCode()
	tl.writer().event(0).end()
	userCode()
}`;
