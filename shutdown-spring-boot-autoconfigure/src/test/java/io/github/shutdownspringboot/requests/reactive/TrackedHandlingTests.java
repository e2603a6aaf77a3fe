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

import java.util.concurrent.CompletableFuture;

import io.github.shutdownspringboot.coordinator.ShutdownCoordinatorAutoConfiguration;
import io.github.shutdownspringboot.coordinator.ShutdownStage;
import io.github.shutdownspringboot.http.RequestHead;
import io.github.shutdownspringboot.requests.Admission;
import io.github.shutdownspringboot.requests.RequestGate;
import io.github.shutdownspringboot.requests.RequestsAutoConfiguration;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.http.server.reactive.MockServerHttpResponse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests for {@link TrackedHandling}.
 */
class TrackedHandlingTests {

	private final ReactiveWebApplicationContextRunner contextRunner = new ReactiveWebApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(ShutdownCoordinatorAutoConfiguration.class, RequestsAutoConfiguration.class));

	@Test
	void aRefusalThatCannotBeMadeFailsTheRequest() {
		this.contextRunner.run((context) -> {
			RequestHead head = new ReactiveRequestHead(MockServerHttpRequest.get("/hanging").build(), "");
			Admission admission = context.getBean(RequestGate.class).admit(head);
			CompletableFuture<Void> handled = new TrackedHandling(Mono::never, new MockServerHttpResponse(), admission,
					false, () -> {
						throw new IllegalStateException("on purpose");
					})
				.toFuture();
			assertThat(handled).isNotDone();
			ShutdownStage requests = context.getBean("requestsStage", ShutdownStage.class);
			assertThat(requests.pending()).isOne();
			requests.cut();
			assertThat(handled).isDone();
			assertThatException().isThrownBy(handled::join).withRootCauseInstanceOf(IllegalStateException.class);
			assertThat(requests.pending()).isZero();
		});
	}

}
