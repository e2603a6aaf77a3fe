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
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.shutdownspringboot.integration.net.SelectiveAutoConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Streams of users that are logged in. Spring Security looks at the end of an
 * asynchronous request again.
 */
class SpringSecurityTests {

	private static final String BASIC = "Basic "
			+ Base64.getEncoder().encodeToString("user:password".getBytes(StandardCharsets.US_ASCII));

	/**
	 * Whose warnings are ours: other tests leave something running as well.
	 */
	private static final List<String> LOGGERS = List.of("io.github.shutdownspringboot.", "org.apache.catalina.",
			"org.apache.coyote.", "org.apache.tomcat.", "org.springframework.boot.", "org.springframework.security.",
			"org.springframework.web.");

	private final ListAppender<ILoggingEvent> log = new ListAppender<>();

	@AfterEach
	void stopListening() {
		root().detachAppender(this.log);
	}

	@Test
	void theStreamOfAUserIsToldGoodbye() {
		try (StreamingApplication application = StreamingApplication.start(Application.class)) {
			this.log.start();
			root().addAppender(this.log);
			assertThat(application.send(application.request("/stream")).join().statusCode()).isEqualTo(401);
			CompletableFuture<HttpResponse<String>> stream = application.open("streams",
					application.request("/stream", "Authorization", BASIC));
			application.stop();
			StreamingApplication.assertToldGoodbye(stream);
		}
		assertThat(List.copyOf(this.log.list)).noneMatch(SpringSecurityTests::isWarning);
	}

	private static boolean isWarning(ILoggingEvent event) {
		return event.getLevel().isGreaterOrEqual(Level.WARN)
				&& LOGGERS.stream().anyMatch(event.getLoggerName()::startsWith);
	}

	private static Logger root() {
		return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
	}

	@Configuration(proxyBeanMethods = false)
	@SelectiveAutoConfiguration(packages = "org.springframework.boot.security.")
	@RestController
	static class Application {

		@GetMapping("/stream")
		SseEmitter stream() {
			return new SseEmitter(0L);
		}

		@Bean
		SecurityFilterChain securityFilterChain(HttpSecurity http) throws Exception {
			return http.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated())
				.httpBasic(Customizer.withDefaults())
				.build();
		}

		@Bean
		InMemoryUserDetailsManager users() {
			return new InMemoryUserDetailsManager(
					User.withUsername("user").password("{noop}password").roles("USER").build());
		}

	}

}
