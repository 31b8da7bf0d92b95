/** The program that follows a schedule: one locked thread for each M, which allocates, and so writes events, until the schedule is over. */
import { TRACE_VARIABLE } from './variables.ts';
import { operationsOf } from './operations.ts';
import { procProgram } from './program-of-procs.ts';
import { callsOf, isOfProcs } from './step.ts';
import type { ScheduledStep, SectionCall } from './step.ts';
import { rolesOf, stepsText } from './text-of-steps.ts';

/** Files of package main. The functions without a body are those of the runtime's overlay. */
export function programFiles(schedule: readonly ScheduledStep[]): Readonly<Record<string, string>> {
  return {
    'go.mod': 'module followed\n\ngo 1.22\n',
    // A function without a body needs a file in assembly beside it.
    'bodies.s': '',
    'main.go': isOfProcs(schedule) ? procProgram(schedule) : program(schedule),
  };
}

function program(schedule: readonly ScheduledStep[]): string {
  const operations = operationsOf(schedule);
  const begun = operations[0]?.first ?? schedule.length;
  const fresh = schedule.findLastIndex(({ empty, nested }, at) => empty && !nested && at < begun);
  // Where the reader has damaged its lists, the stop comes at once, before others mend them by chance.
  const more = schedule.some(({ role }) => role === 'reader') ? 0 : 20000;
  const calls = callsOf(schedule);
  return `package main

import (
${calls.length === 0 ? '' : '\t"context"\n'}	"fmt"
	"io"
	"os"
	"runtime"
	"runtime/debug"
	"runtime/trace"
	"sync/atomic"
	"time"
	_ "unsafe"
)

const (
	roles = ${rolesOf(schedule)}
	fresh = ${fresh}
)

// The advances, and the stop, that the schedule has, and the steps at which they begin.
var operations = []struct {
	stops bool
	start int
}{${operations.map(({ does, start }) => `{${String(does === 'stop')}, ${start}}`).join(', ')}}
${stepsText(schedule)}
func nosplitRole(role int)
func nosplitAdvance()
func nosplitAdvancer()
func nosplitArm()
func nosplitHasSteps(role int) bool
func nosplitHolds(role int) bool
func nosplitReaderHeld() bool
func nosplitNext() int
func nosplitGen() uintptr
func nosplitOver() bool

var (
	ready, begin atomic.Int32
	advancing    atomic.Bool
	kept         [roles]*[4]int
)

${calls.length === 0 ? allocates(more) : does(calls)}
// follow's counterpart for the advancer.
func operate() {
	nosplitAdvancer()
	for _, one := range operations {
		for nosplitNext() < one.start && !nosplitOver() {
			time.Sleep(100 * time.Microsecond)
		}
		switch {
		case nosplitOver():
			return
		case one.stops:
			trace.Stop()
		default:
			nosplitAdvance()
		}
	}
}

// held is where the trace goes. It keeps the reader while the schedule says so.
type held struct{ io.Writer }

func (to held) Write(data []byte) (int, error) {
	for nosplitReaderHeld() {
		time.Sleep(100 * time.Microsecond)
	}
	return to.Writer.Write(data)
}

func main() {
	nosplitFollow(steps)
	runtime.GOMAXPROCS(roles + 4)
	// A collection stops the world, and waits for whoever waits for its turn.
	debug.SetGCPercent(-1)
	var out io.Writer = io.Discard
	if name := os.Getenv("${TRACE_VARIABLE}"); name != "" {
		file, err := os.Create(name)
		if err != nil {
			panic(err)
		}
		defer file.Close()
		out = file
	}
	if err := trace.Start(held{out}); err != nil {
		panic(err)
	}
	for role := range roles {
		go follow(role)
	}
	for ready.Load() != roles {
		time.Sleep(time.Millisecond)
	}
	nosplitArm()
	go operate()
	// The reader is woken by whoever looks for work.
	go func() {
		for !nosplitOver() {
			time.Sleep(100 * time.Microsecond)
		}
	}()
	begin.Store(1)
	for !nosplitOver() {
		advancing.Store(fresh >= 0)
		if nosplitNext() <= fresh {
			nosplitAdvance()
		}
		advancing.Store(false)
		time.Sleep(100 * time.Microsecond)
	}
	for ready.Load() != 0 {
		time.Sleep(time.Millisecond)
	}
	trace.Stop()
	fmt.Println("ended as it should")
}
`;
}

/** A goroutine that allocates again and again, until the schedule is over. */
const allocates = (more: number): string => `func follow(role int) {
	runtime.LockOSThread()
	nosplitRole(role)
	ready.Add(1)
	for begin.Load() == 0 {
		runtime.Gosched()
	}
	for !nosplitOver() {
		// The scheduler would look at what the M has left behind before the others have taken their steps.
		if !nosplitHasSteps(role) {
			continue
		}
		// An advance for the sake of a section without a buffer is over before those after it.
		if nosplitHolds(role) || nosplitNext() > fresh && advancing.Load() {
			runtime.Gosched()
			continue
		}
		// The first section of an M in a generation finds no buffer: where one must, the others are left out.
		for gen := nosplitGen(); nosplitNext() <= fresh && nosplitGen() == gen && !nosplitOver(); {
		}
		// An event, with GODEBUG=traceallocfree=1, that asks for as much room as that of a stack's growth.
		kept[role] = new([4]int)
	}
	// What the schedule has damaged may show only when buffers come round again.
	for range ${more} {
		kept[role] = new([4]int)
	}
	// The scheduler looks at what an M has left behind.
	runtime.Gosched()
	ready.Add(-1)
}
`;

/** A goroutine that does what the schedule has it do, once; it has a status, because it has been started in this generation. */
const does = (calls: readonly (readonly SectionCall[])[]): string => `var calls = [roles][]string{
${calls.map((names, role) => `\t${role}: {${names.map((name) => `"${name}"`).join(', ')}},`).join('\n')}
}

func follow(role int) {
	runtime.LockOSThread()
	nosplitRole(role)
	ready.Add(1)
	for begin.Load() == 0 {
		runtime.Gosched()
	}
	for _, call := range calls[role] {
		for nosplitHolds(role) && !nosplitOver() {
			runtime.Gosched()
		}
		if call == "log" {
			trace.Log(context.Background(), "", "")
		}
	}
	ready.Add(-1)
	// It ends as others do, and its thread does not end with it.
	runtime.UnlockOSThread()
}
`;
