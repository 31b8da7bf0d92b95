// A goroutine waits for signals again and again, each time in a system call that is known to block, while generations of the
// trace begin. Build it with -ldflags=-checklinkname=0.
package main

import (
	"os"
	"os/signal"
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
	got := make(chan os.Signal, 1)
	signal.Notify(got, syscall.SIGUSR1)
	if err := trace.Start(file); err != nil {
		panic(err)
	}
	go func() {
		for {
			if err := syscall.Kill(syscall.Getpid(), syscall.SIGUSR1); err != nil {
				panic(err)
			}
			<-got
		}
	}()
	for end := time.Now().Add(4 * time.Second); time.Now().Before(end); {
		traceAdvance(false)
		time.Sleep(time.Millisecond)
	}
	trace.Stop()
	if err := file.Close(); err != nil {
		panic(err)
	}
}
