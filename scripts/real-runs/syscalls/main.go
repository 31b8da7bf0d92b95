// Traces to a file while goroutines go in and out of short system calls and generations are short, so that now and then
// sysmon is between traceAcquire and its compare-and-swap while a P comes back, a generation begins, and the P is in a
// system call again. Build it with -ldflags=-checklinkname=0; whether the trace can be read is for
// `go tool trace -d=parsed` of the same release to say.
package main

import (
	"os"
	"runtime"
	"runtime/trace"
	"syscall"
	"time"
	_ "unsafe"
)

//go:linkname traceAdvance runtime.traceAdvance
func traceAdvance(stop bool)

const (
	traced  = 4 * time.Second
	procs   = 4
	callers = 8
	busy    = 8
)

func main() {
	file, err := os.Create(os.Args[1])
	if err != nil {
		panic(err)
	}
	runtime.GOMAXPROCS(procs)
	if err := trace.Start(file); err != nil {
		panic(err)
	}
	for range callers {
		go func() {
			// Longer than a tick of sysmon, which is 20 microseconds at the least.
			for nap := (syscall.Timespec{Nsec: 60_000}); ; {
				_ = syscall.Nanosleep(&nap, nil)
			}
		}()
	}
	// Somebody is always waiting for a P.
	for range busy {
		go func() {
			for {
				for end := time.Now().Add(30 * time.Microsecond); time.Now().Before(end); {
				}
				runtime.Gosched()
			}
		}()
	}
	for end := time.Now().Add(traced); time.Now().Before(end); time.Sleep(time.Millisecond) {
		traceAdvance(false)
	}
	trace.Stop()
	if err := file.Close(); err != nil {
		panic(err)
	}
}
