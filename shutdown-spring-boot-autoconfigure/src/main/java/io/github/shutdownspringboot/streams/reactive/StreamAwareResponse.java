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

import java.nio.file.Path;

import io.github.shutdownspringboot.coordinator.InFlight;
import io.github.shutdownspringboot.streams.StreamRegistry;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.MediaType;
import org.springframework.http.ZeroCopyHttpOutputMessage;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;

/**
 * Finds out whether a response is an event stream, by its content type, and if so puts an
 * end to it through a {@link ReactiveStream}.
 */
class StreamAwareResponse extends ServerHttpResponseDecorator {

	private final StreamRegistry registry;

	private final InFlight inFlight;

	StreamAwareResponse(ServerHttpResponse delegate, StreamRegistry registry, InFlight inFlight) {
		super(delegate);
		this.registry = registry;
		this.inFlight = inFlight;
	}

	@Override
	public Mono<Void> writeWith(Publisher<? extends DataBuffer> body) {
		ReactiveStream stream = openIfStream();
		return super.writeWith((stream != null) ? stream.end(body) : body);
	}

	@Override
	public Mono<Void> writeAndFlushWith(Publisher<? extends Publisher<? extends DataBuffer>> body) {
		ReactiveStream stream = openIfStream();
		return super.writeAndFlushWith((stream != null) ? stream.endFlushing(body) : body);
	}

	private @Nullable ReactiveStream openIfStream() {
		MediaType contentType = getHeaders().getContentType();
		return (contentType != null && MediaType.TEXT_EVENT_STREAM.equalsTypeAndSubtype(contentType))
				? new ReactiveStream(this.registry, this.inFlight, bufferFactory()) : null;
	}

	/**
	 * Watch a response, without taking from it what it can do.
	 * @param response the response
	 * @param registry where streams are registered
	 * @param inFlight what the request is tracked as
	 * @return the watched response
	 */
	static StreamAwareResponse of(ServerHttpResponse response, StreamRegistry registry, InFlight inFlight) {
		return (response instanceof ZeroCopyHttpOutputMessage zeroCopy)
				? new ZeroCopy(response, zeroCopy, registry, inFlight)
				: new StreamAwareResponse(response, registry, inFlight);
	}

	/**
	 * Of a server that sends files without copying them.
	 */
	private static final class ZeroCopy extends StreamAwareResponse implements ZeroCopyHttpOutputMessage {

		private final ZeroCopyHttpOutputMessage delegate;

		ZeroCopy(ServerHttpResponse response, ZeroCopyHttpOutputMessage delegate, StreamRegistry registry,
				InFlight inFlight) {
			super(response, registry, inFlight);
			this.delegate = delegate;
		}

		@Override
		public Mono<Void> writeWith(Path file, long position, long count) {
			return this.delegate.writeWith(file, position, count);
		}

	}

}
