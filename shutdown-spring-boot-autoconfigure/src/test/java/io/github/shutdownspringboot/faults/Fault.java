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

package io.github.shutdownspringboot.faults;

import java.io.IOException;
import java.util.List;
import java.util.function.Function;

import io.github.shutdownspringboot.application.Body;
import org.jspecify.annotations.Nullable;

/**
 * What a client does, well or badly.
 */
enum Fault {

	/**
	 * A request whose thread is blocked.
	 */
	BLOCKING("blocking request", (port) -> whole(port, "/blocking/1")),

	/**
	 * A request that another thread answers.
	 */
	ASYNC("asynchronous request", (port) -> whole(port, "/deferred")),

	/**
	 * A request that a publisher answers.
	 */
	REACTIVE("reactive request", (port) -> whole(port, "/reactive")),

	/**
	 * An event stream.
	 */
	SSE("event stream",
			(port) -> new Http1Exchange(port, Http1Exchange.get("/sse/emitter", "Accept: text/event-stream"),
					Goodbye::ofEvents)),

	/**
	 * A stream of lines.
	 */
	NDJSON("NDJSON stream", (port) -> new Http1Exchange(port, Http1Exchange.get("/streams/lines"), Goodbye::ofLines)),

	/**
	 * A WebSocket.
	 */
	WEB_SOCKET("WebSocket", (port) -> new WebSocketExchange(port, "/ws/echo")),

	/**
	 * A request over HTTP/2.
	 */
	HTTP2("HTTP/2 request", (port) -> new Http2Exchange(port, "/deferred"), Ending.WITH_THE_SERVER,
			"--server.http2.enabled=true"),

	/**
	 * A body of which one half is sent while the application drains.
	 */
	UPLOAD("upload in progress", (port) -> {
		String half = "x".repeat(100_000);
		return new Http1Exchange(port, Http1Exchange.post("/upload", "Content-Length: 200000", half),
				answer(200, "200000"))
			.thenSend(half);
	}),

	/**
	 * A part of a file, of which little has been read when the drain begins.
	 */
	DOWNLOAD("file download with a range",
			(port) -> new Http1Exchange(port, Http1Exchange.get("/download", Download.RANGE_HEADER),
					(response) -> Download.isPart(response) ? "206, all of it" : null)),

	/**
	 * A body of chunks without a last one.
	 */
	UNFINISHED_BODY("chunked body that never ends",
			(port) -> new Http1Exchange(port,
					Http1Exchange.post("/upload", "Transfer-Encoding: chunked", "3\r\nabc\r\n"), answer(200, "3")),
			Ending.BY_ITSELF, "--shutdown.requests.timeout=500ms"),

	/**
	 * An event stream that is not read.
	 */
	SLOW_STREAM_READER("event stream that is not read",
			(port) -> new Http1Exchange(port, Http1Exchange.get("/streams/fast", "Accept: text/event-stream"),
					Goodbye::ofEvents),
			Ending.NOT_READ, "--shutdown.streams.write-timeout=500ms"),

	/**
	 * A file that is not read.
	 */
	SLOW_DOWNLOADER("file download that is not read",
			(port) -> new Http1Exchange(port, Http1Exchange.get("/download", Download.RANGE_HEADER),
					(response) -> Download.isPart(response) ? "206, all of it" : null),
			Ending.NOT_READ, "--shutdown.requests.timeout=500ms"),

	/**
	 * A connection on which no more than a part of a head ever comes.
	 */
	HALF_OPEN("connection with half a head",
			(port) -> new Http1Exchange(port, "GET /quick HTTP/1.1\r\nHost: loc", (response) -> null),
			Ending.WITH_THE_SERVER),

	/**
	 * A client that leaves while its request is handled.
	 */
	RESET("client that resets its request", (port) -> whole(port, "/deferred").thenReset()),

	/**
	 * A client that leaves in the middle of a stream.
	 */
	STREAM_RESET(
			"client that resets its stream", (port) -> new Http1Exchange(port,
					Http1Exchange.get("/sse/emitter", "Accept: text/event-stream"), Goodbye::ofEvents)
				.thenReset(),
			Ending.BY_ITSELF, "--shutdown.streams.grace=15s");

	private final String label;

	private final Connector connector;

	private final Ending ending;

	private final List<String> properties;

	Fault(String label, Connector connector) {
		this(label, connector, Ending.BY_ITSELF);
	}

	Fault(String label, Connector connector, Ending ending, String... properties) {
		this.label = label;
		this.connector = connector;
		this.ending = ending;
		this.properties = List.of(properties);
	}

	private static Http1Exchange whole(int port, String path) {
		return new Http1Exchange(port, Http1Exchange.get(path), answer(200, Body.TEXT));
	}

	private static Function<Response, @Nullable String> answer(int status, String body) {
		return (response) -> (response.status() == status && response.text().equals(body)) ? status + ", all of it"
				: null;
	}

	/**
	 * Return what the table calls it.
	 * @return words
	 */
	String getLabel() {
		return this.label;
	}

	List<String> getProperties() {
		return this.properties;
	}

	Ending getEnding() {
		return this.ending;
	}

	Exchange connect(int port) throws IOException {
		return this.connector.connect(port);
	}

	/**
	 * When a client has seen all there is to see.
	 */
	enum Ending {

		/**
		 * With the end of the response.
		 */
		BY_ITSELF,

		/**
		 * With the end of the connection, which ends with the server.
		 */
		WITH_THE_SERVER,

		/**
		 * It looks when the shutdown is over, and not before.
		 */
		NOT_READ

	}

	@FunctionalInterface
	private interface Connector {

		Exchange connect(int port) throws IOException;

	}

}
