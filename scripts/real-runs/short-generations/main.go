// Traces to a file for a few seconds while one of the workloads beside this file runs, in generations much shorter than the
// tracer's own, so that a window of microseconds in traceAdvance is met now and then:
//
//	go run -ldflags=-checklinkname=0 *.go gomaxprocs out.trace
//
// Whether the trace can be read is for `go tool trace -d=parsed` of the same release to say.
package main

import (
	"os"
	"runtime/trace"
	"time"
	_ "unsafe"
)

//go:linkname traceAdvance runtime.traceAdvance
func traceAdvance(stop bool)

const traced = 4 * time.Second

// A workload is set up before tracing starts; what it then begins goes on until the program ends. Pause comes between generations.
type workload struct {
	setUp, begin, pause func()
}

func main() {
	work := map[string]workload{"gomaxprocs": gomaxprocs, "syscalls": syscalls}[os.Args[1]]
	file, err := os.Create(os.Args[2])
	if err != nil {
		panic(err)
	}
	work.setUp()
	if err := trace.Start(file); err != nil {
		panic(err)
	}
	work.begin()
	for end := time.Now().Add(traced); time.Now().Before(end); work.pause() {
		traceAdvance(false)
	}
	trace.Stop()
	if err := file.Close(); err != nil {
		panic(err)
	}
}
