// Starts and stops tracing while goroutines grow their stacks and allocate: under GODEBUG=traceallocfree=1 every growth
// writes alloc and free events, so the tracer is entered again from inside itself.
package main

import (
	"fmt"
	"io"
	"runtime/trace"
	"time"
)

const (
	rounds  = 300
	traced  = 5 * time.Millisecond
	workers = 2
	frames  = 200
)

var kept [workers][]byte

// deepen uses up the goroutine's small first stack, so that it is copied to a larger one again and again.
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
				go func() { done <- deepen(worker, frames) }()
				<-done
			}
		}()
	}
	for range rounds {
		if err := trace.Start(io.Discard); err != nil {
			panic(err)
		}
		time.Sleep(traced)
		trace.Stop()
	}
	fmt.Println("ended as it should")
}
