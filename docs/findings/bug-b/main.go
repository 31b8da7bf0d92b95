// Stops tracing again and again while goroutines grow their stacks: run it with GODEBUG=traceallocfree=1 and a runtime
// in which traceWriter.refill is nosplit, so that only this fault is left.
package main

import (
	"io"
	"runtime/trace"
	"time"
)

var kept [4][]byte

// deepen outgrows the small first stack of its goroutine several times, and allocates, which writes events, too.
func deepen(worker, left int) int {
	var frame [256]byte
	frame[left%len(frame)] = byte(left)
	kept[worker] = make([]byte, 64+left)
	if left == 0 {
		return int(frame[0])
	}
	return deepen(worker, left-1) + int(frame[left%len(frame)])
}

func main() {
	for worker := range kept {
		go func() {
			for {
				done := make(chan int)
				go func() { done <- deepen(worker, 200) }()
				<-done
			}
		}()
	}
	for range 5000 {
		if err := trace.Start(io.Discard); err != nil {
			panic(err)
		}
		time.Sleep(200 * time.Microsecond)
		hangs := time.AfterFunc(20*time.Second, func() { panic("trace.Stop does not return") })
		trace.Stop()
		hangs.Stop()
	}
	println("ended as it should")
}
