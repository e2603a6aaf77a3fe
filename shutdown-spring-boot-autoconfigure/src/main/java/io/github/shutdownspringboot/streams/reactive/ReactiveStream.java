/*
 * Copyright 2026-present the original author or authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package io.github.shutdownspringboot.streams.reactive;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import io.github.shutdownspringboot.coordinator.InFlight;
import io.github.shutdownspringboot.streams.StreamDetails;
import io.github.shutdownspringboot.streams.StreamEnding;
import io.github.shutdownspringboot.streams.StreamGate;
import io.github.shutdownspringboot.streams.StreamRegistry;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferFactory;
import org.springframework.core.io.buffer.DataBufferUtils;

/**
 * A response that is a stream, on its way through a reactive server. Ending it cancels
 * the publisher of the application and lets the termination events follow what it has
 * published.
 */
final class ReactiveStream implements StreamEnding {

	private static final int PART_SIZE = 4096;

	private final DataBufferFactory bufferFactory;

	private final boolean encoded;

	private final StreamGate gate;

	private final Runnable connectionCutter;

	private final Sinks.One<Boolean> endSignal = Sinks.one();

	private volatile byte @Nullable [] lastBytes;

	/**
	 * Make one.
	 * @param registry where it is registered
	 * @param details what is known of it
	 * @param inFlight what it is tracked as
	 * @param bufferFactory makes buffers of the server
	 * @param encoded whether the application encodes it itself
	 * @param connectionCutter closes its connection
	 */
	ReactiveStream(StreamRegistry registry, StreamDetails details, InFlight inFlight, DataBufferFactory bufferFactory,
			boolean encoded, Runnable connectionCutter) {
		this.bufferFactory = bufferFactory;
		this.encoded = encoded;
		this.connectionCutter = connectionCutter;
		this.gate = registry.open(details, inFlight, this);
		this.gate.headIsComplete();
	}

	/**
	 * Put the end of the stream behind a body that is flushed after each publisher.
	 * @param body the body of the application
	 * @return the body with an end
	 */
	Flux<Publisher<DataBuffer>> endFlushing(Publisher<? extends Publisher<? extends DataBuffer>> body) {
		return Flux.<Publisher<? extends DataBuffer>>from(body)
			.takeUntilOther(this.endSignal.asMono())
			.<Publisher<DataBuffer>>map(this::guarded)
			// Asked for when all before it has been written, not when it has been
			// published
			.concatWith(Mono.just(Mono.defer(this::lastBuffer)));
	}

	/**
	 * Put the end of the stream behind a body.
	 * @param body the body of the application
	 * @return the body with an end
	 */
	Flux<DataBuffer> end(Publisher<? extends DataBuffer> body) {
		return guarded(body).concatWith(Mono.defer(this::lastBuffer));
	}

	/**
	 * Let buffers through the gate, one by one, until the stream is ended.
	 * @param buffers the buffers
	 * @return those that may be written
	 */
	private Flux<DataBuffer> guarded(Publisher<? extends DataBuffer> buffers) {
		return Flux.<DataBuffer>from(buffers).takeUntilOther(this.endSignal.asMono()).concatMap(this::guarded, 0);
	}

	/**
	 * Let a buffer through the gate: it has been written when the one that it is
	 * published by has completed.
	 * @param buffer the buffer
	 * @return the buffer, or nothing if it may not be written
	 */
	private Mono<DataBuffer> guarded(DataBuffer buffer) {
		return Mono.defer(() -> {
			if (!this.gate.enter()) {
				DataBufferUtils.release(buffer);
				return Mono.empty();
			}
			accept(buffer);
			return Mono.just(buffer).doFinally((signal) -> this.gate.leave());
		});
	}

	private void accept(DataBuffer buffer) {
		try (DataBuffer.ByteBufferIterator byteBuffers = buffer.readableByteBuffers()) {
			byteBuffers.forEachRemaining(this::accept);
		}
	}

	private void accept(ByteBuffer bytes) {
		byte[] part = new byte[Math.min(bytes.remaining(), PART_SIZE)];
		while (bytes.hasRemaining()) {
			int length = Math.min(bytes.remaining(), part.length);
			bytes.get(part, 0, length);
			this.gate.accept(part, 0, length);
		}
	}

	@Override
	public boolean isEncoded() {
		return this.encoded;
	}

	@Override
	public boolean send(String lastWords) {
		// Written by the server, behind all that it has not written yet
		this.lastBytes = lastWords.getBytes(StandardCharsets.UTF_8);
		return true;
	}

	@Override
	public void complete() {
		this.endSignal.tryEmitValue(Boolean.TRUE);
	}

	@Override
	public boolean cut() {
		this.connectionCutter.run();
		// Nobody waits for a client here
		return true;
	}

	private Mono<DataBuffer> lastBuffer() {
		byte[] bytes = this.lastBytes;
		if (bytes == null) {
			// The application has ended it
			return Mono.empty();
		}
		return Mono.fromSupplier(() -> this.bufferFactory.wrap(bytes));
	}

}
