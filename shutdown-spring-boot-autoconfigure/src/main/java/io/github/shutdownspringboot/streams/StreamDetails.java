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

package io.github.shutdownspringboot.streams;

import io.github.shutdownspringboot.coordinator.Internal;
import io.github.shutdownspringboot.http.RequestHead;
import io.github.shutdownspringboot.http.StreamMediaTypes;

/**
 * What is known of a stream when it opens.
 *
 * @param kind what it is made of
 * @param mediaType its media type, without parameters; empty for a WebSocket
 * @param path the path of its request within the application
 * @param modelContextProtocol whether its client speaks the Model Context Protocol
 * @param lastEventId the id that the client has come back with, empty if none
 * @since 0.1.0
 */
@Internal
public record StreamDetails(StreamKind kind, String mediaType, String path, boolean modelContextProtocol,
		String lastEventId) {

	/**
	 * Describe the stream of a client that has not seen anything yet.
	 * @param kind what it is made of
	 * @param mediaType its media type
	 * @param path the path of its request
	 * @param modelContextProtocol whether its client speaks that protocol
	 */
	StreamDetails(StreamKind kind, String mediaType, String path, boolean modelContextProtocol) {
		this(kind, mediaType, path, modelContextProtocol, "");
	}

	/**
	 * Describe the stream that is the response to a request.
	 * @param mediaType its media type, in lower case and without parameters
	 * @param request the request
	 * @return what is known
	 */
	public static StreamDetails of(String mediaType, RequestHead request) {
		return new StreamDetails(StreamMediaTypes.isEventStream(mediaType) ? StreamKind.SSE : StreamKind.NDJSON,
				mediaType, request.getPath(), ModelContextProtocol.isSpokenBy(request), lastEventId(request));
	}

	private static String lastEventId(RequestHead request) {
		String id = request.getHeader("Last-Event-ID");
		return (id != null) ? id : "";
	}

	/**
	 * Describe a WebSocket.
	 * @param path the path of its request within the application
	 * @return what is known
	 */
	public static StreamDetails ofWebSocket(String path) {
		return new StreamDetails(StreamKind.WEBSOCKET, "", path, false);
	}

	StreamDetails withModelContextProtocol() {
		return new StreamDetails(this.kind, this.mediaType, this.path, true, this.lastEventId);
	}

}
