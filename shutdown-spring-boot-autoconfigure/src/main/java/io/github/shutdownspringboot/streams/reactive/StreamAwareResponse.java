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
import io.github.shutdownspringboot.http.RequestHead;
import io.github.shutdownspringboot.http.StreamMediaTypes;
import io.github.shutdownspringboot.streams.StreamDetails;
import io.github.shutdownspringboot.streams.StreamRegistry;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ZeroCopyHttpOutputMessage;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;

/**
 * Finds out whether a response is a stream, by its content type, and if so puts an end to
 * it through a {@link ReactiveStream}.
 */
class StreamAwareResponse extends ServerHttpResponseDecorator {

	private final StreamRegistry registry;

	private final StreamMediaTypes mediaTypes;

	private final ServerHttpRequest request;

	private final RequestHead head;

	private final InFlight inFlight;

	StreamAwareResponse(ServerHttpResponse delegate, StreamRegistry registry, StreamMediaTypes mediaTypes,
			ServerHttpRequest request, RequestHead head, InFlight inFlight) {
		super(delegate);
		this.registry = registry;
		this.mediaTypes = mediaTypes;
		this.request = request;
		this.head = head;
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
		String mediaType = this.mediaTypes.find(getHeaders().getFirst(HttpHeaders.CONTENT_TYPE));
		// A response with a length comes to its end by itself, and has no room for more
		return (mediaType != null && !getHeaders().containsHeader(HttpHeaders.CONTENT_LENGTH))
				? new ReactiveStream(this.registry, StreamDetails.of(mediaType, this.head), this.inFlight,
						bufferFactory(), isEncoded(), () -> NettyConnectionCutter.cut(this.request))
				: null;
	}

	/**
	 * Return whether the application encodes what it publishes. If the server compresses
	 * it, that cannot be seen here.
	 * @return whether it does
	 */
	private boolean isEncoded() {
		String encoding = getHeaders().getFirst(HttpHeaders.CONTENT_ENCODING);
		return encoding != null && !encoding.isEmpty() && !encoding.equalsIgnoreCase("identity");
	}

	/**
	 * A response of a server that sends files without copying them.
	 */
	static final class ZeroCopy extends StreamAwareResponse implements ZeroCopyHttpOutputMessage {

		private final ZeroCopyHttpOutputMessage delegate;

		ZeroCopy(ServerHttpResponse response, ZeroCopyHttpOutputMessage delegate, StreamRegistry registry,
				StreamMediaTypes mediaTypes, ServerHttpRequest request, RequestHead head, InFlight inFlight) {
			super(response, registry, mediaTypes, request, head, inFlight);
			this.delegate = delegate;
		}

		@Override
		public Mono<Void> writeWith(Path file, long position, long count) {
			return this.delegate.writeWith(file, position, count);
		}

	}

}
