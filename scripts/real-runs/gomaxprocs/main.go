// Traces to a file while GOMAXPROCS goes up and down and generations are short, so that now and then a P dies while
// traceAdvance is between its reset of dead Ps and their statuses. Build it with -ldflags=-checklinkname=0; whether
// the trace can be read is for `go tool trace -d=parsed` of the same release to say.
package main

import (
	"math/rand/v2"
	"os"
	"runtime"
	"runtime/trace"
	"time"
	_ "unsafe"
)

//go:linkname traceAdvance runtime.traceAdvance
func traceAdvance(stop bool)

const (
	traced   = 4 * time.Second
	sleepers = 4
	few      = 2
	many     = 6
)

func main() {
	file, err := os.Create(os.Args[1])
	if err != nil {
		panic(err)
	}
	if err := trace.Start(file); err != nil {
		panic(err)
	}
	for range sleepers {
		go func() {
			for {
				time.Sleep(50 * time.Microsecond)
			}
		}()
	}
	go func() {
		for {
			runtime.GOMAXPROCS(few)
			pause(2500)
			runtime.GOMAXPROCS(many)
			pause(2500)
		}
	}()
	for end := time.Now().Add(traced); time.Now().Before(end); pause(1000) {
		traceAdvance(false)
	}
	trace.Stop()
	if err := file.Close(); err != nil {
		panic(err)
	}
}

func pause(micros int) {
	time.Sleep(time.Duration(rand.IntN(micros)) * time.Microsecond)
}
