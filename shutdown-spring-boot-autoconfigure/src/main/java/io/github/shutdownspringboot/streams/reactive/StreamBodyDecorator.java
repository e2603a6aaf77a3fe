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

import io.github.shutdownspringboot.http.StreamMediaTypes;
import io.github.shutdownspringboot.http.reactive.ResponseBodyDecorator;
import io.github.shutdownspringboot.http.reactive.TrackedResponse;
import io.github.shutdownspringboot.streams.StreamDetails;
import io.github.shutdownspringboot.streams.StreamRegistry;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;

/**
 * Finds out whether a response is a stream, by its content type, and if so puts an end to
 * it through a {@link ReactiveStream}.
 */
final class StreamBodyDecorator implements ResponseBodyDecorator {

	private final StreamRegistry registry;

	private final StreamMediaTypes mediaTypes;

	StreamBodyDecorator(StreamRegistry registry, StreamMediaTypes mediaTypes) {
		this.registry = registry;
		this.mediaTypes = mediaTypes;
	}

	@Override
	public Publisher<? extends DataBuffer> decorate(TrackedResponse response, Publisher<? extends DataBuffer> body) {
		ReactiveStream stream = openIfStream(response);
		return (stream != null) ? stream.end(body) : body;
	}

	@Override
	public Publisher<? extends Publisher<? extends DataBuffer>> decorateFlushing(TrackedResponse response,
			Publisher<? extends Publisher<? extends DataBuffer>> body) {
		ReactiveStream stream = openIfStream(response);
		return (stream != null) ? stream.endFlushing(body) : body;
	}

	private @Nullable ReactiveStream openIfStream(TrackedResponse response) {
		HttpHeaders headers = response.getHeaders();
		String mediaType = this.mediaTypes.find(headers.getFirst(HttpHeaders.CONTENT_TYPE));
		// A response with a length comes to its end by itself, and has no room for more
		return (mediaType != null && !headers.containsHeader(HttpHeaders.CONTENT_LENGTH))
				? new ReactiveStream(this.registry, StreamDetails.of(mediaType, response.getHead()),
						response.getInFlight(), response.bufferFactory(), isEncoded(headers),
						() -> NettyConnectionCutter.cut(response.getRequest()))
				: null;
	}

	/**
	 * Return whether the application encodes what it publishes. If the server compresses
	 * it, that cannot be seen here.
	 * @param headers the headers of the response
	 * @return whether it does
	 */
	private static boolean isEncoded(HttpHeaders headers) {
		String encoding = headers.getFirst(HttpHeaders.CONTENT_ENCODING);
		return encoding != null && !encoding.isEmpty() && !encoding.equalsIgnoreCase("identity");
	}

}
