// Goroutines go in and out of short system calls while generations of the trace begin. Build it with
// -ldflags=-checklinkname=0 and, to meet the window, with a pause in runtime.retake between traceAcquire and the swap.
package main

import (
	"os"
	"runtime"
	"runtime/trace"
	"syscall"
	"time"
	_ "unsafe" // for go:linkname
)

//go:linkname traceAdvance runtime.traceAdvance
func traceAdvance(stop bool)

func main() {
	runtime.GOMAXPROCS(4)
	file, err := os.Create(os.Args[1])
	if err != nil {
		panic(err)
	}
	if err := trace.Start(file); err != nil {
		panic(err)
	}
	for range 8 {
		go func() {
			// Longer than a tick of sysmon, which is 20 microseconds at the least.
			for nap := (syscall.Timespec{Nsec: 60_000}); ; {
				_ = syscall.Nanosleep(&nap, nil)
			}
		}()
		// Somebody is always waiting for a P.
		go func() {
			for {
				for end := time.Now().Add(30 * time.Microsecond); time.Now().Before(end); {
				}
				runtime.Gosched()
			}
		}()
	}
	for end := time.Now().Add(4 * time.Second); time.Now().Before(end); {
		traceAdvance(false)
		time.Sleep(time.Millisecond)
	}
	trace.Stop()
	if err := file.Close(); err != nil {
		panic(err)
	}
}
