// Changes GOMAXPROCS while generations of the trace begin. The runtime begins one each second; this program asks for one each
// millisecond, so that the window is met within seconds. Build it with -ldflags=-checklinkname=0.
package main

import (
	"math/rand/v2"
	"os"
	"runtime"
	"runtime/trace"
	"time"
	_ "unsafe" // for go:linkname
)

//go:linkname traceAdvance runtime.traceAdvance
func traceAdvance(stop bool)

func pause(micros int) { time.Sleep(time.Duration(rand.IntN(micros)) * time.Microsecond) }

func main() {
	file, err := os.Create(os.Args[1])
	if err != nil {
		panic(err)
	}
	if err := trace.Start(file); err != nil {
		panic(err)
	}
	for range 4 {
		go func() {
			for {
				time.Sleep(50 * time.Microsecond)
			}
		}()
	}
	go func() {
		for {
			runtime.GOMAXPROCS(2)
			pause(2500)
			runtime.GOMAXPROCS(6)
			pause(2500)
		}
	}()
	for end := time.Now().Add(4 * time.Second); time.Now().Before(end); pause(1000) {
		traceAdvance(false)
	}
	trace.Stop()
	if err := file.Close(); err != nil {
		panic(err)
	}
}
