// Crashes a traced program: run it with GODEBUG=traceallocfree=1. It needs no other package than the standard library's.
package main

import (
	"io"
	"runtime/trace"
	"time"
)

var kept [2][]byte

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
	for range 300 {
		if err := trace.Start(io.Discard); err != nil {
			panic(err)
		}
		time.Sleep(5 * time.Millisecond)
		trace.Stop()
	}
	println("ended as it should")
}
