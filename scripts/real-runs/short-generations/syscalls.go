package main

import (
	"runtime"
	"syscall"
	"time"
)

// Goroutines go in and out of short system calls, so that now and then sysmon is between traceAcquire and its compare-and-swap
// while a P comes back, a generation begins, and the P is in a system call again.
var syscalls = workload{
	setUp: func() { runtime.GOMAXPROCS(procs) },
	begin: func() {
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
	},
	pause: func() { time.Sleep(time.Millisecond) },
}

const (
	procs   = 4
	callers = 8
	busy    = 8
)
