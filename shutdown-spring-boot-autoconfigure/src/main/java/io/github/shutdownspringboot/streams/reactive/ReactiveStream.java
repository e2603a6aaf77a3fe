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

import java.util.function.Function;

import io.github.shutdownspringboot.coordinator.InFlight;
import io.github.shutdownspringboot.streams.EventBoundary;
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
 * A response that is an event stream, on its way through a reactive server. Ending it
 * cancels the publisher of the application and lets the termination events follow what it
 * has published.
 */
final class ReactiveStream {

	private final StreamRegistry registry;

	private final DataBufferFactory bufferFactory;

	private final StreamGate gate;

	/**
	 * Touched only by whoever the gate lets in.
	 */
	private final EventBoundary boundary = new EventBoundary();

	private final Sinks.One<Boolean> endSignal = Sinks.one();

	private volatile byte @Nullable [] lastBytes;

	ReactiveStream(StreamRegistry registry, InFlight inFlight, DataBufferFactory bufferFactory) {
		this.registry = registry;
		this.bufferFactory = bufferFactory;
		this.gate = registry.open(inFlight, this::end);
	}

	/**
	 * Put the end of the stream behind a body that is flushed after each publisher.
	 * @param body the body of the application
	 * @return the body with an end
	 */
	Flux<Publisher<DataBuffer>> endFlushing(Publisher<? extends Publisher<? extends DataBuffer>> body) {
		return Flux.<Publisher<? extends DataBuffer>>from(body)
			.takeUntilOther(this.endSignal.asMono())
			.<Publisher<DataBuffer>>map(this::guard)
			.concatWith(Mono.defer(this::lastBuffer).map(Mono::just));
	}

	/**
	 * Put the end of the stream behind a body.
	 * @param body the body of the application
	 * @return the body with an end
	 */
	Flux<DataBuffer> end(Publisher<? extends DataBuffer> body) {
		return Flux.<DataBuffer>from(body)
			.takeUntilOther(this.endSignal.asMono())
			.<Publisher<DataBuffer>>map((buffer) -> guard(Mono.just(buffer)))
			.concatMap(Function.identity(), 0)
			.concatWith(Mono.defer(this::lastBuffer));
	}

	private Flux<DataBuffer> guard(Publisher<? extends DataBuffer> buffers) {
		return Flux.defer(() -> {
			if (!this.gate.enter()) {
				return Flux.<DataBuffer>from(buffers).doOnNext(DataBufferUtils::release).ignoreElements().flux();
			}
			return Flux.<DataBuffer>from(buffers)
				.doOnNext(this::accept)
				.doFinally((signal) -> this.gate.leave(this.boundary.isAtBoundary()));
		});
	}

	private void accept(DataBuffer buffer) {
		try (DataBuffer.ByteBufferIterator byteBuffers = buffer.readableByteBuffers()) {
			byteBuffers.forEachRemaining((bytes) -> {
				while (bytes.hasRemaining()) {
					this.boundary.accept(bytes.get());
				}
			});
		}
	}

	private boolean end(boolean torn) {
		this.lastBytes = torn ? this.registry.getEvents().toBytesAfterTornEvent() : this.registry.getEvents().toBytes();
		return this.endSignal.tryEmitValue(Boolean.TRUE).isSuccess();
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
