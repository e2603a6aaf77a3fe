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

package io.github.shutdownspringboot.sample;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Iterator;
import java.util.List;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ChatApplication} while it stops.
 */
class ChatApplicationShutdownTests {

	@Test
	@Timeout(60)
	void answerThatTheShutdownInterruptsEndsWithTheTerminationEvents() throws Exception {
		ConfigurableApplicationContext context = new SpringApplicationBuilder(ChatApplication.class).run(
				"--server.port=0", "--server.address=127.0.0.1", "--sample.chat.token-interval=10ms",
				"--sample.chat.words=100000", "--shutdown.streams.grace=0s");
		try (context) {
			Iterator<String> lines = ask(context.getEnvironment().getRequiredProperty("local.server.port", int.class));
			assertThat(lines.next()).startsWith("data:{\"type\":\"token\",\"token\":\"");
			context.close();
			List<String> events = remaining(lines).filter((line) -> !line.isEmpty()).toList();
			assertThat(events).endsWith(
					"data:{\"type\":\"error\",\"error\":\"Server shutdown in progress\",\"code\":\"server_shutdown\",\"retryAfter\":1000}",
					"data:{\"type\":\"done\",\"reason\":\"shutdown\"}");
		}
	}

	private static Iterator<String> ask(int port) throws IOException, InterruptedException {
		HttpRequest request = HttpRequest
			.newBuilder(URI.create("http://127.0.0.1:%d/api/chat?message=ships".formatted(port)))
			.build();
		return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofLines()).body().iterator();
	}

	private static Stream<String> remaining(Iterator<String> lines) {
		return StreamSupport.stream(Spliterators.spliteratorUnknownSize(lines, 0), false);
	}

}
