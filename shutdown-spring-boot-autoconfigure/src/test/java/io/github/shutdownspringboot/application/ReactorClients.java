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

package io.github.shutdownspringboot.application;

import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;

/**
 * Clients of Reactor Netty for an application in the same JVM. They have event loops of
 * their own: those that Reactor Netty has for everybody end with the application, and
 * with them what a client has not read.
 */
public final class ReactorClients {

	private static final LoopResources LOOPS = LoopResources.create("test-client", 2, true);

	private ReactorClients() {
	}

	/**
	 * Create a client.
	 * @param connections its connections
	 * @return the client
	 */
	public static HttpClient create(ConnectionProvider connections) {
		return HttpClient.create(connections).runOn(LOOPS);
	}

}
