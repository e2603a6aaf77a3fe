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

import io.github.shutdownspringboot.coordinator.InFlight;
import io.github.shutdownspringboot.coordinator.Internal;
import io.github.shutdownspringboot.http.RequestHead;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.ZeroCopyHttpOutputMessage;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;

/**
 * The response to a reactive request that is tracked, and what features share of that
 * request. They find it under what others have put round it, without a look at the
 * Reactor context, for which every request would pay with an operator.
 *
 * @since 0.1.0
 */
@Internal
public class TrackedResponse extends ServerHttpResponseDecorator {

	private final ServerHttpRequest request;

	private final RequestHead head;

	private final InFlight inFlight;

	private final @Nullable ResponseBodyDecorator bodyDecorator;

	private TrackedResponse(ServerHttpResponse delegate, ServerHttpRequest request, RequestHead head, InFlight inFlight,
			@Nullable ResponseBodyDecorator bodyDecorator) {
		super(delegate);
		this.request = request;
		this.head = head;
		this.inFlight = inFlight;
		this.bodyDecorator = bodyDecorator;
	}

	/**
	 * Make one round the response of a server. It can send files without copying them if
	 * that one can.
	 * @param response the response
	 * @param request the request, as the server made it
	 * @param head the request
	 * @param inFlight what it is tracked as
	 * @param bodyDecorator is put round the body, unless {@code null}
	 * @return the response for the application
	 */
	public static TrackedResponse of(ServerHttpResponse response, ServerHttpRequest request, RequestHead head,
			InFlight inFlight, @Nullable ResponseBodyDecorator bodyDecorator) {
		return (response instanceof ZeroCopyHttpOutputMessage zeroCopy)
				? new ZeroCopy(response, zeroCopy, request, head, inFlight, bodyDecorator)
				: new TrackedResponse(response, request, head, inFlight, bodyDecorator);
	}

	/**
	 * Find it.
	 * @param response a response, as the application sees it
	 * @return what is at its bottom, {@code null} if the request is not tracked
	 */
	public static @Nullable TrackedResponse find(ServerHttpResponse response) {
		ServerHttpResponse candidate = response;
		while (candidate instanceof ServerHttpResponseDecorator decorator) {
			if (decorator instanceof TrackedResponse tracked) {
				return tracked;
			}
			candidate = decorator.getDelegate();
		}
		return null;
	}

	/**
	 * Return the request.
	 * @return the request, as the server made it
	 */
	public final ServerHttpRequest getRequest() {
		return this.request;
	}

	/**
	 * Return what is known of the request.
	 * @return its head
	 */
	public final RequestHead getHead() {
		return this.head;
	}

	/**
	 * Return what the request is tracked as.
	 * @return it, ended or not
	 */
	public final InFlight getInFlight() {
		return this.inFlight;
	}

	@Override
	public Mono<Void> writeWith(Publisher<? extends DataBuffer> body) {
		return super.writeWith((this.bodyDecorator != null) ? this.bodyDecorator.decorate(this, body) : body);
	}

	@Override
	public Mono<Void> writeAndFlushWith(Publisher<? extends Publisher<? extends DataBuffer>> body) {
		return super.writeAndFlushWith(
				(this.bodyDecorator != null) ? this.bodyDecorator.decorateFlushing(this, body) : body);
	}

	/**
	 * A response of a server that sends files without copying them.
	 */
	private static final class ZeroCopy extends TrackedResponse implements ZeroCopyHttpOutputMessage {

		private final ZeroCopyHttpOutputMessage delegate;

		ZeroCopy(ServerHttpResponse response, ZeroCopyHttpOutputMessage delegate, ServerHttpRequest request,
				RequestHead head, InFlight inFlight, @Nullable ResponseBodyDecorator bodyDecorator) {
			super(response, request, head, inFlight, bodyDecorator);
			this.delegate = delegate;
		}

		@Override
		public Mono<Void> writeWith(Path file, long position, long count) {
			return this.delegate.writeWith(file, position, count);
		}

	}

}
