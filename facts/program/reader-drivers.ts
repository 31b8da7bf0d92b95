/** The environment of a reader that waits: its goroutine calls ReadTrace again and again, and Ms come to the scheduler. */
import type { OfKinds } from '../../model/index.ts';
import { drivers } from './drivers.ts';

export const readerDrivers: OfKinds<string> = {
  ...drivers,
  reader: `
for {
	buf := ReadTrace()
	if buf == nil {
		return
	}
}`,
  // findRunnable looks for the reader before anything else. Who made work available comes by some time; others may never.
  scheduler: `
for {
	resting()
	if choose("", "polls") == 0 {
		takeLook()
	}
	if traceEnabled() || traceShuttingDown() {
		if traceReader() != nil {
			ready()
		}
	}
}`,
};
