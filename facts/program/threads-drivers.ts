/** The environment of Ms that start and exit. Which M does so is for the bounds to say: the words ask them. */
import type { OfKinds } from '../../model/index.ts';
import { drivers, section } from './drivers.ts';

export const threadsDrivers: OfKinds<string> = {
  ...drivers,
  // mexit and dropm run on g0. An extra M is on allm throughout; threads of C borrow it in turn.
  own: `
for {
	forget()
	resting()
	what := choose("", "exit", "borrow", "drop")
	if what == 0 {
		if runs() {
			section()
		}
	} else if what == 1 {
		if mayExit() {
			systemstack(func() { mexit(osStack()) })
			return
		}
	} else if what == 2 {
		if mayBorrow() {
			getExtraM()
		}
	} else if mayDrop() {
		systemstack(func() { dropm() })
	}
}`,
  // What allocm does between its loop over freem and mcommoninit has nothing to do with the tracer, and an M that is
  // made finds nothing of that loop: each is called at any time.
  allocm: `
for {
	resting()
	if choose("reap", "make") == 0 {
		allocm(nil, nil, 0)
	} else {
		mcommoninit(unborn(), 0)
	}
}`,
};

/** `exiting` is what mexit's handoffp does: it gives the P away, and may have sections like any other code. */
export const threadsFunctions = `
func section() {
${section}
}

func exiting() {
	for {
		forget()
		resting()
		if choose("", "end") == 1 {
			return
		}
		section()
	}
}`;
