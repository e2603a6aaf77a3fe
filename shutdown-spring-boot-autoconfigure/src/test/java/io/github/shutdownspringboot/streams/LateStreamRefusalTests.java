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

package io.github.shutdownspringboot.streams;

import java.time.Duration;

import io.github.shutdownspringboot.http.Refusal;
import io.github.shutdownspringboot.http.TestRequestHead;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LateStreamRefusal}.
 */
class LateStreamRefusalTests {

	private final LateStreamRefusal refusal = new LateStreamRefusal(new TerminationEvents(TerminationFormat.JSON,
			"Server shutdown in progress", Duration.ofSeconds(1), null, Duration.ZERO, () -> 0));

	@Test
	void anEventSourceIsToldToComeBack() {
		Refusal refusal = refuse("GET", "text/event-stream");
		assertThat(refusal).isNotNull();
		assertThat(refusal.status()).isEqualTo(200);
		assertThat(refusal.headers()).containsEntry("Content-Type", "text/event-stream");
		assertThat(refusal.body()).startsWith("retry:1000\n\ndata:{\"type\":\"error\"")
			.endsWith("data:{\"type\":\"done\",\"reason\":\"shutdown\"}\n\n");
	}

	@Test
	void everybodyElseIsRefusedAsUsual() {
		assertThat(refuse("POST", "text/event-stream")).isNull();
		assertThat(refuse("GET", "text/html")).isNull();
		assertThat(refuse("GET", null)).isNull();
		assertThat(refuse("GET", "application/json, text/event-stream")).isNull();
	}

	private @Nullable Refusal refuse(String method, @Nullable String accept) {
		return this.refusal.getRefusal(new TestRequestHead(method, "/events", accept));
	}

}
