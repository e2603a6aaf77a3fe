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

package io.github.shutdownspringboot.http.reactive;

import java.nio.file.Path;
import java.util.Map;

import io.github.shutdownspringboot.coordinator.InFlight;
import io.github.shutdownspringboot.coordinator.InFlightTracker;
import io.github.shutdownspringboot.coordinator.ManualShutdownClock;
import io.github.shutdownspringboot.http.RequestHead;
import io.github.shutdownspringboot.http.TestRequestHead;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.ZeroCopyHttpOutputMessage;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.http.server.reactive.MockServerHttpResponse;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TrackedResponse}.
 */
class TrackedResponseTests {

	private final MockServerHttpResponse response = new MockServerHttpResponse();

	private final ServerHttpRequest request = MockServerHttpRequest.get("/hello").build();

	private final RequestHead head = new TestRequestHead("GET", "/hello", null);

	private final InFlight inFlight = new InFlightTracker(new ManualShutdownClock()).begin(Map::of);

	@Test
	void isFoundBelowWhatOthersHavePutRoundIt() {
		TrackedResponse tracked = TrackedResponse.of(this.response, this.request, this.head, this.inFlight, null);
		ServerHttpResponseDecorator decorated = new ServerHttpResponseDecorator(
				new ServerHttpResponseDecorator(tracked));
		assertThat(TrackedResponse.find(decorated)).isSameAs(tracked);
		assertThat(tracked.getInFlight()).isSameAs(this.inFlight);
		assertThat(tracked.getHead()).isSameAs(this.head);
		assertThat(tracked.getRequest()).isSameAs(this.request);
	}

	@Test
	void isNotFoundIfTheRequestIsNotTracked() {
		assertThat(TrackedResponse.find(this.response)).isNull();
		assertThat(TrackedResponse.find(new ServerHttpResponseDecorator(this.response))).isNull();
	}

	@Test
	void writesTheBodyAsItIsWhereNobodyDecoratesIt() {
		TrackedResponse.of(this.response, this.request, this.head, this.inFlight, null)
			.writeAndFlushWith(Flux.just(body("one "), body("two")))
			.block();
		assertThat(this.response.getBodyAsString().block()).isEqualTo("one two");
	}

	@Test
	void writesWhatTheDecoratorMakesOfTheBody() {
		TrackedResponse.of(this.response, this.request, this.head, this.inFlight, new Bracketing())
			.writeWith(body("hello"))
			.block();
		assertThat(this.response.getBodyAsString().block()).isEqualTo("[hello]");
	}

	@Test
	void flushesWhatTheDecoratorMakesOfTheBody() {
		TrackedResponse.of(this.response, this.request, this.head, this.inFlight, new Bracketing())
			.writeAndFlushWith(Flux.just(body("hello")))
			.block();
		assertThat(this.response.getBodyAsString().block()).isEqualTo("<hello>");
	}

	@Test
	void sendsFilesWithoutACopyIfTheServerDoes() {
		ZeroCopyResponse server = new ZeroCopyResponse(this.response);
		TrackedResponse tracked = TrackedResponse.of(server, this.request, this.head, this.inFlight, new Bracketing());
		assertThat(tracked).isInstanceOfSatisfying(ZeroCopyHttpOutputMessage.class,
				(zeroCopy) -> zeroCopy.writeWith(Path.of("video"), 3, 4).block());
		assertThat(server.sent).isEqualTo("video 3 4");
		assertThat(TrackedResponse.of(this.response, this.request, this.head, this.inFlight, null))
			.isNotInstanceOf(ZeroCopyHttpOutputMessage.class);
	}

	private static Mono<DataBuffer> body(String text) {
		return Mono.fromSupplier(() -> DefaultDataBufferFactory.sharedInstance.wrap(text.getBytes()));
	}

	private static final class Bracketing implements ResponseBodyDecorator {

		@Override
		public Publisher<? extends DataBuffer> decorate(TrackedResponse response,
				Publisher<? extends DataBuffer> body) {
			return Flux.concat(body("["), body, body("]"));
		}

		@Override
		public Publisher<? extends Publisher<? extends DataBuffer>> decorateFlushing(TrackedResponse response,
				Publisher<? extends Publisher<? extends DataBuffer>> body) {
			return Flux.concat(Mono.just(body("<")), body, Mono.just(body(">")));
		}

	}

	private static final class ZeroCopyResponse extends ServerHttpResponseDecorator
			implements ZeroCopyHttpOutputMessage {

		private String sent = "nothing";

		ZeroCopyResponse(MockServerHttpResponse delegate) {
			super(delegate);
		}

		@Override
		public Mono<Void> writeWith(Path file, long position, long count) {
			return Mono.fromRunnable(() -> this.sent = file + " " + position + " " + count);
		}

	}

}
