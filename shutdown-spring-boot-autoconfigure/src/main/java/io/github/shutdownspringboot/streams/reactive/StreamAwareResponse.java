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
import java.util.function.Function;

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
 * it through a {@link ReactiveStream}. Whether its request is tracked stands in the
 * Reactor context, and only a stream looks there.
 */
class StreamAwareResponse extends ServerHttpResponseDecorator {

	private final StreamRegistry registry;

	private final StreamMediaTypes mediaTypes;

	private final ServerHttpRequest request;

	StreamAwareResponse(ServerHttpResponse delegate, StreamRegistry registry, StreamMediaTypes mediaTypes,
			ServerHttpRequest request) {
		super(delegate);
		this.registry = registry;
		this.mediaTypes = mediaTypes;
		this.request = request;
	}

	@Override
	public Mono<Void> writeWith(Publisher<? extends DataBuffer> body) {
		String mediaType = findMediaType();
		return (mediaType != null)
				? open(mediaType, (stream) -> super.writeWith((stream != null) ? stream.end(body) : body))
				: super.writeWith(body);
	}

	@Override
	public Mono<Void> writeAndFlushWith(Publisher<? extends Publisher<? extends DataBuffer>> body) {
		String mediaType = findMediaType();
		return (mediaType != null)
				? open(mediaType,
						(stream) -> super.writeAndFlushWith((stream != null) ? stream.endFlushing(body) : body))
				: super.writeAndFlushWith(body);
	}

	/**
	 * Find the media type of a stream. A response with a length comes to its end by
	 * itself, and has no room for more.
	 * @return the media type, or {@code null} if the response is no stream
	 */
	private @Nullable String findMediaType() {
		String mediaType = this.mediaTypes.find(getHeaders().getFirst(HttpHeaders.CONTENT_TYPE));
		return (mediaType != null && !getHeaders().containsHeader(HttpHeaders.CONTENT_LENGTH)) ? mediaType : null;
	}

	private Mono<Void> open(String mediaType, Function<@Nullable ReactiveStream, Mono<Void>> write) {
		return Mono.deferContextual((context) -> {
			InFlight inFlight = context.getOrDefault(InFlight.class, null);
			return write.apply((inFlight != null) ? open(mediaType, context.get(RequestHead.class), inFlight) : null);
		});
	}

	private ReactiveStream open(String mediaType, RequestHead head, InFlight inFlight) {
		return new ReactiveStream(this.registry, StreamDetails.of(mediaType, head), inFlight, bufferFactory(),
				isEncoded(), () -> NettyConnectionCutter.cut(this.request));
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
				StreamMediaTypes mediaTypes, ServerHttpRequest request) {
			super(response, registry, mediaTypes, request);
			this.delegate = delegate;
		}

		@Override
		public Mono<Void> writeWith(Path file, long position, long count) {
			return this.delegate.writeWith(file, position, count);
		}

	}

}
