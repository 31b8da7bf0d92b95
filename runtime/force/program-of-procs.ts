/**
 * The program that follows a schedule of Ps. It has more busy goroutines than Ps when a thread is to get the schedule's P, which is the last
 * one. The goroutine that the thread then runs stays on it, and does as the schedule says.
 */
import { operationsOf } from './operations.ts';
import type { Operation } from './operations.ts';
import type { ScheduledStep } from './step.ts';
import { stepsText } from './text-of-steps.ts';
import { TRACE_VARIABLE } from './variables.ts';

const calls: Readonly<Record<Operation['does'], string>> = {
  advance: 'nosplitAdvance',
  stop: 'trace.Stop',
  start: 'startLast',
};

/** The Go text. The last trace is the one that is kept. */
export function procProgram(schedule: readonly ScheduledStep[]): string {
  const operations = operationsOf(schedule);
  const resizes = schedule.flatMap(({ kind }, at) => (kind === 'resizePs' ? [at] : []));
  const startsAgain = operations.some(({ does }) => does === 'start');
  return `package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"runtime"
	"runtime/debug"
	"runtime/trace"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
	_ "unsafe"
)

const (
	ps      = 4
	workers = ps + 2
)

// What the schedule calls, and the steps at which that begins.
var operations = []struct {
	call  func()
	start int
}{${operations.map(({ does, start }) => `{${calls[does]}, ${start}}`).join(', ')}}

// The steps at which GOMAXPROCS changes, down and up again.
var resizes = []int{${resizes.join(', ')}}
${stepsText(schedule)}
func nosplitKeepP(id int)
func nosplitTimesAcquired() int
func nosplitWantsThread() bool
func nosplitIsIdle() bool
func nosplitPin() int
func nosplitUnpin()
func nosplitGiveWork()
func nosplitIsCrowded(crowded bool)
func nosplitReleases(role int) bool
func nosplitEnters(role int) bool
func nosplitHasSteps(role int) bool
func nosplitAdvance()
func nosplitAdvancer()
func nosplitArm()
func nosplitNext() int
func nosplitOver() bool

var (
	// A write to a file would be a system call of whichever thread has the reader.
	kept bytes.Buffer
	claimed, spinning, holding atomic.Int32
	ended             = make(chan struct{})
	running           sync.WaitGroup
)

func wait() { time.Sleep(50 * time.Microsecond) }

// isWanted says whether the thread of the P still looks for a goroutine.
func isWanted() bool {
	return !nosplitOver() && (nosplitWantsThread() || int(claimed.Load()) < nosplitTimesAcquired())
}

func work() {
	defer running.Done()
	for !nosplitOver() {
		if !isWanted() {
			wait()
			continue
		}
		role := -1
		nosplitIsCrowded(spinning.Add(1)+holding.Load() == workers)
		for isWanted() && role < 0 {
			role = nosplitPin()
		}
		nosplitIsCrowded(false)
		spinning.Add(-1)
		if role >= 0 {
			holding.Add(1)
			claimed.Add(1)
			hold(role)
			holding.Add(-1)
		}
	}
}

// hold does what comes next on the thread that has the P; it is pinned to it.
func hold(role int) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	for spinning.Load() > 0 && !nosplitOver() {
	}
	nosplitGiveWork()
	for nosplitHasSteps(role) && !nosplitOver() {
		switch {
		case nosplitReleases(role):
			nosplitUnpin()
			<-ended
			return
		case nosplitEnters(role):
			nosplitUnpin()
			nap := syscall.Timespec{Nsec: 20_000}
			_ = syscall.Nanosleep(&nap, nil)
			if nosplitPin() != role {
				return
			}
		}
	}
	nosplitUnpin()
}

// operate goes on once the schedule is over.
func operate() {
	defer running.Done()
	nosplitAdvancer()
	for _, one := range operations {
		for nosplitNext() < one.start && !nosplitOver() {
			wait()
		}
		one.call()
	}
}

func resize() {
	defer running.Done()
	for index, step := range resizes {
		for nosplitNext() < step && !nosplitOver() {
			wait()
		}
		runtime.GOMAXPROCS(ps - 1 + index%2)
	}
}

func start(to io.Writer) {
	if err := trace.Start(to); err != nil {
		panic(err)
	}
}

func startLast() { start(&kept) }

func main() {
	nosplitFollow(steps)
	runtime.GOMAXPROCS(ps)
	// A collection stops the world, and waits for whoever waits for its turn.
	debug.SetGCPercent(-1)
	nosplitKeepP(ps - 1)
	for !nosplitIsIdle() {
		wait()
	}
	${startsAgain ? 'start(io.Discard)' : 'startLast()'}
	nosplitArm()
	running.Add(workers + 2)
	go operate()
	go resize()
	for range workers {
		go work()
	}
	for !nosplitOver() {
		wait()
	}
	nosplitKeepP(-1)
	close(ended)
	running.Wait()
	trace.Stop()
	if name := os.Getenv("${TRACE_VARIABLE}"); name != "" {
		if err := os.WriteFile(name, kept.Bytes(), 0o666); err != nil {
			panic(err)
		}
	}
	fmt.Println("ended as it should")
}
`;
}
