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

import java.net.InetSocketAddress;
import java.time.Duration;

import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.sse.ServerSentEvent;
import com.linecorp.armeria.common.stream.StreamMessage;
import com.linecorp.armeria.common.stream.StreamWriter;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.streaming.ServerSentEvents;

/**
 * The three endpoints on Armeria, with a graceful shutdown of 30 seconds. Its quiet period,
 * in which no request may come, is as short as makes sense.
 */
public final class Main {

	private Main() {
	}

	public static void main(String[] arguments) {
		Server server = Server.builder()
			.http(new InetSocketAddress("127.0.0.1", 0))
			.requestTimeoutMillis(0)
			.gracefulShutdownTimeout(Duration.ofMillis(100), Duration.ofSeconds(30))
			.service("/hello", (context, request) -> json("hello"))
			.service("/slow", (context, request) -> HttpResponse.delayed(json("slow"),
					Duration.ofMillis(Long.parseLong(context.queryParam("millis")))))
			.service("/stream", (context, request) -> {
				StreamWriter<ServerSentEvent> stream = StreamMessage.streaming();
				stream.write(ServerSentEvent.ofData("open"));
				return ServerSentEvents.fromPublisher(stream);
			})
			.build();
		server.closeOnJvmShutdown();
		server.start().join();
		System.out.println("READY " + server.activeLocalPort());
	}

	private static HttpResponse json(String message) {
		return HttpResponse.of(HttpStatus.OK, MediaType.JSON, "{\"message\":\"" + message + "\"}");
	}

}
