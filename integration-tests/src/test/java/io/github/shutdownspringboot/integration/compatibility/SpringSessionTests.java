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

package io.github.shutdownspringboot.integration.compatibility;

import java.net.http.HttpResponse;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

import io.github.shutdownspringboot.integration.net.SelectiveAutoConfiguration;
import jakarta.servlet.http.HttpSession;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.session.MapSessionRepository;
import org.springframework.session.Session;
import org.springframework.session.config.annotation.web.http.EnableSpringHttpSession;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Sessions, which Spring Session saves when a response is committed.
 */
class SpringSessionTests {

	@Test
	void theSessionOfARequestThatEndsWhileDrainingIsSaved() {
		try (StreamingApplication application = StreamingApplication.start(Application.class)) {
			Application controller = application.getBean(Application.class);
			CompletableFuture<HttpResponse<String>> request = application.open("requests",
					application.request("/blocking"));
			CompletableFuture<Void> stopped = application.beginStop();
			Awaitility.await()
				.until(() -> application.send(application.request("/elsewhere")).join().statusCode() == 503);
			controller.release.countDown();
			assertThat(request.join().body()).isEqualTo("done");
			assertThat(request.join().headers().firstValue("Set-Cookie")).isPresent();
			stopped.join();
			assertThat(controller.sessions.values()).singleElement()
				.satisfies((session) -> assertThat(session.<String>getAttribute("state")).isEqualTo("saved"));
		}
	}

	@Test
	void aStreamWithASessionIsToldGoodbye() {
		try (StreamingApplication application = StreamingApplication.start(Application.class)) {
			CompletableFuture<HttpResponse<String>> stream = application.open("streams",
					application.request("/stream"));
			application.stop();
			StreamingApplication.assertToldGoodbye(stream);
			assertThat(stream.join().headers().firstValue("Set-Cookie")).isPresent();
		}
	}

	@Configuration(proxyBeanMethods = false)
	@SelectiveAutoConfiguration
	@EnableSpringHttpSession
	@RestController
	static class Application {

		private final Map<String, Session> sessions = new ConcurrentHashMap<>();

		private final CountDownLatch release = new CountDownLatch(1);

		@Bean
		MapSessionRepository sessionRepository() {
			return new MapSessionRepository(this.sessions);
		}

		@GetMapping("/blocking")
		String blocking(HttpSession session) throws InterruptedException {
			this.release.await();
			session.setAttribute("state", "saved");
			return "done";
		}

		@GetMapping("/stream")
		SseEmitter stream(HttpSession session) {
			session.setAttribute("state", "open");
			return new SseEmitter(0L);
		}

	}

}
