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

package io.github.shutdownspringboot.coordinator;

import java.time.Duration;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ShutdownLog}.
 */
class ShutdownLogTests {

	@ParameterizedTest
	@CsvSource({ "PT0S, 0.000 s", "PT0.0004999S, 0.000 s", "PT0.0005S, 0.001 s", "PT0.012S, 0.012 s",
			"PT0.9995S, 1.000 s", "PT28S, 28.000 s", "PT1H0.1S, 3600.100 s", ", no time" })
	void secondsHaveThreeDigits(Duration duration, String text) {
		assertThat(ShutdownLog.seconds(duration)).isEqualTo(text);
	}

}
