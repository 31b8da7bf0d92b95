//go:build go1.23

package main

import "iter"

func init() {
	pull = func() {
		next, stop := iter.Pull(func(yield func(int) bool) {
			for n := 0; yield(n); n++ {
			}
		})
		defer stop()
		for range 50 {
			next()
		}
	}
}
