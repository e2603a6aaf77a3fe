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

package io.github.shutdownspringboot.integration.data;

import java.io.IOException;
import java.time.Duration;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import redis.embedded.RedisServer;

/**
 * Starts databases on loopback, as processes of their own. Whoever starts one stops it.
 */
public final class Databases {

	private static final String SECONDS = "30";

	private Databases() {
	}

	/**
	 * Start a PostgreSQL. Nobody waits for it without a limit: not for a connection, and
	 * not for an answer.
	 * @return the server
	 * @throws IOException if it does not start
	 */
	public static EmbeddedPostgres startPostgres() throws IOException {
		return EmbeddedPostgres.builder()
			.setServerConfig("listen_addresses", "127.0.0.1")
			.setPGStartupWait(Duration.ofMinutes(1))
			.setConnectConfig("loginTimeout", SECONDS)
			.setConnectConfig("socketTimeout", SECONDS)
			.start();
	}

	/**
	 * Start a Redis. It has nothing to save, so it is killed when it is stopped, and its
	 * end is not waited for.
	 * @return the server
	 * @throws IOException if it does not start
	 */
	public static RedisServer startRedis() throws IOException {
		RedisServer server = RedisServer.newRedisServer()
			.bind("127.0.0.1")
			.port(FreePort.find())
			.setting("save \"\"")
			.onShutdownForceStop(true)
			.build();
		server.start();
		return server;
	}

}
