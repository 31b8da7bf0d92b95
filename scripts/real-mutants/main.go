// Does what makes the tracer take each of its steps: stacks grow while events are written, buffers fill, threads come and go, and
// traces start and stop. A mutant may well hang or die of it.
package main

import (
	"io"
	"runtime"
	"runtime/trace"
	"sync/atomic"
	"time"
)

const (
	workers     = 2
	shortTraces = 40
	longTraces  = 1
)

var (
	kept [workers][]byte
	sink atomic.Int64
)

// deepen uses up the goroutine's small first stack.
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
	for worker := range workers {
		go func() {
			for {
				done := make(chan int)
				go func() { done <- deepen(worker, 100) }()
				sink.Add(int64(<-done))
			}
		}()
	}
	go func() {
		for {
			// A goroutine that ends while it is locked takes its thread along.
			done := make(chan bool)
			go func() {
				runtime.LockOSThread()
				close(done)
			}()
			<-done
			time.Sleep(2 * time.Millisecond)
		}
	}()
	for i := range shortTraces + longTraces {
		if err := trace.Start(io.Discard); err != nil {
			return
		}
		if i < shortTraces {
			time.Sleep(2 * time.Millisecond)
		} else {
			// Long enough for an advance.
			time.Sleep(1100 * time.Millisecond)
		}
		trace.Stop()
	}
}
