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

package io.github.shutdownspringboot.streams.websocket;

import java.nio.charset.StandardCharsets;

import io.github.shutdownspringboot.coordinator.InvalidShutdownConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link CloseFrame} and {@link WebSocketProperties}.
 */
class CloseFrameTests {

	@Test
	void aMessageThatFitsIsTheReason() {
		assertThat(CloseFrame.of(1001, "Server shutdown in progress"))
			.isEqualTo(new CloseFrame(1001, "Server shutdown in progress"));
		assertThat(CloseFrame.of(1001, "x".repeat(123)).reason()).hasSize(123);
		assertThat(CloseFrame.of(1001, "").reason()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "x, 123", "\u00e9, 122", "\u20ac, 123", "\ud83d\ude80, 120" })
	void aLongMessageIsCutBetweenTwoCharacters(String character, int bytes) {
		String message = character.repeat(200);
		String reason = CloseFrame.of(1001, message).reason();
		assertThat(message).startsWith(reason);
		assertThat(reason.getBytes(StandardCharsets.UTF_8)).hasSize(bytes);
		assertThat(new String(reason.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8)).isEqualTo(reason);
	}

	@ParameterizedTest
	@ValueSource(ints = { 1001, 1012 })
	void theCodeIsOneThatMakesClientsComeBack(int code) {
		assertThat(check(code).getCloseCode()).isEqualTo(code);
	}

	@ParameterizedTest
	@ValueSource(ints = { 1000, 1006, 4000, 0 })
	void anyOtherCodeIsRefused(int code) {
		assertThatExceptionOfType(InvalidShutdownConfigurationException.class).isThrownBy(() -> check(code))
			.satisfies((ex) -> {
				assertThat(ex.getDescription()).contains("'shutdown.websocket.close-code'", "'" + code + "'");
				assertThat(ex.getAction()).contains("1001", "1012");
			});
	}

	private static WebSocketProperties check(int code) {
		WebSocketProperties properties = new WebSocketProperties();
		properties.setCloseCode(code);
		properties.afterPropertiesSet();
		return properties;
	}

}
