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

package peer;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;

import io.helidon.http.sse.SseEvent;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.sse.SseSink;

/**
 * The three endpoints on Helidon SE, with a graceful shutdown of 30 seconds.
 */
public final class Main {

	private Main() {
	}

	public static void main(String[] arguments) {
		WebServer server = WebServer.builder()
			.host("127.0.0.1")
			.port(0)
			.shutdownGracePeriod(Duration.ofSeconds(30))
			.routing((routing) -> routing.get("/hello", (request, response) -> json(response, "hello"))
				.get("/slow", (request, response) -> {
					Thread.sleep(Long.parseLong(request.query().get("millis")));
					json(response, "slow");
				})
				.get("/stream", (request, response) -> {
					try (SseSink stream = response.sink(SseSink.TYPE)) {
						stream.emit(SseEvent.create("open"));
						new CountDownLatch(1).await();
					}
				}))
			.build()
			.start();
		System.out.println("READY " + server.port());
	}

	private static void json(ServerResponse response, String message) {
		response.header("Content-Type", "application/json");
		response.send("{\"message\":\"" + message + "\"}");
	}

}
