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

package io.github.shutdownspringboot.requests.reactive;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;

import io.github.shutdownspringboot.requests.IdleServerAction;
import io.netty.channel.EventLoop;

/**
 * The event loops that have connections of HTTP/2. To stop the server gracefully tells
 * them to close what is left of those, and does not wait for it. A loop that is shut down
 * before it comes to that closes the sockets at once, and clients are not told to go
 * away.
 */
final class NettyHttp2EventLoops implements IdleServerAction {

	private final Set<EventLoop> loops = ConcurrentHashMap.newKeySet();

	/**
	 * Remember a loop. Called for each request of HTTP/2.
	 * @param loop what serves the request
	 */
	void add(EventLoop loop) {
		this.loops.add(loop);
	}

	@Override
	public CompletionStage<?> serverIsIdle() {
		return CompletableFuture
			.allOf(this.loops.stream().map(NettyHttp2EventLoops::answer).toArray(CompletableFuture<?>[]::new));
	}

	/**
	 * Have a loop answer: it does in turn what it is told.
	 * @param loop the loop
	 * @return completes when all has been done that it was told before, or when it has
	 * ended
	 */
	private static CompletableFuture<?> answer(EventLoop loop) {
		CompletableFuture<?> answer = new CompletableFuture<>();
		try {
			loop.execute(() -> answer.complete(null));
		}
		catch (RejectedExecutionException ex) {
			answer.complete(null);
		}
		return answer;
	}

}
