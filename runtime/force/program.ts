/** The program that follows a schedule: one locked thread for each M, which allocates, and so writes events, until the schedule is over. */
import type { ScheduledStep } from './schedule.ts';
import { rolesOf } from './turns.ts';

/** Names the file for the program's execution trace; without it, the trace is thrown away. */
export const TRACE_VARIABLE = 'NOSPLIT_TRACE';

/** Files of package main. The functions without a body are those of the runtime's overlay. */
export function programFiles(schedule: readonly ScheduledStep[]): Readonly<Record<string, string>> {
  const fresh = schedule.findLastIndex(({ empty, nested }) => empty && !nested);
  const advances = schedule.filter(({ role }) => role === 'advancer').length;
  return {
    'go.mod': 'module followed\n\ngo 1.22\n',
    // A function without a body needs a file in assembly beside it.
    'bodies.s': '',
    'main.go': `package main

import (
	"fmt"
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
	roles    = ${rolesOf(schedule)}
	fresh    = ${fresh}
	advances = ${advances}
)

func nosplitRole(role int)
func nosplitAdvance()
func nosplitArm()
func nosplitWaits() bool
func nosplitNext() int
func nosplitGen() uintptr
func nosplitOver() bool

var (
	ready, begin atomic.Int32
	kept         [roles]*[4]int
)

func follow(role int) {
	runtime.LockOSThread()
	nosplitRole(role)
	ready.Add(1)
	for begin.Load() == 0 {
		runtime.Gosched()
	}
	for !nosplitOver() {
		// The first section of an M in a generation finds no buffer: where one must, the others are left out.
		for gen := nosplitGen(); nosplitNext() <= fresh && nosplitGen() == gen && !nosplitOver(); {
		}
		// An event, with GODEBUG=traceallocfree=1, that asks for as much room as that of a stack's growth.
		kept[role] = new([4]int)
	}
	// What the schedule has damaged may show only when buffers come round again.
	for range 20000 {
		kept[role] = new([4]int)
	}
	ready.Add(-1)
}

func main() {
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
	if err := trace.Start(out); err != nil {
		panic(err)
	}
	for role := range roles {
		go follow(role)
	}
	for ready.Load() != roles {
		time.Sleep(time.Millisecond)
	}
	nosplitArm()
	if advances > 0 {
		go func() {
			for range advances {
				nosplitAdvance()
			}
		}()
		for !nosplitWaits() && !nosplitOver() {
			runtime.Gosched()
		}
	}
	// The reader is woken by whoever looks for work.
	go func() {
		for !nosplitOver() {
			time.Sleep(100 * time.Microsecond)
		}
	}()
	begin.Store(1)
	for !nosplitOver() {
		if nosplitNext() <= fresh {
			nosplitAdvance()
		}
		time.Sleep(100 * time.Microsecond)
	}
	for ready.Load() != 0 {
		time.Sleep(time.Millisecond)
	}
	trace.Stop()
	fmt.Println("ended as it should")
}
`,
  };
}
