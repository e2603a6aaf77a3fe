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

package io.github.shutdownspringboot.process;

import java.util.List;

import io.github.shutdownspringboot.coordinator.InvalidShutdownConfigurationException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import sun.misc.Signal;
import sun.misc.SignalHandler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link SignalTriggerSource}. WINCH stands in for a signal that ends the
 * process: nobody minds it.
 */
class SignalTriggerSourceTests {

	private static final Signal WINCH = new Signal("WINCH");

	@Test
	void theSignalIsRememberedAndPassedOn() {
		Signal[] passedOn = new Signal[1];
		SignalHandler original = Signal.handle(WINCH, (signal) -> passedOn[0] = signal);
		SignalTriggerSource source = new SignalTriggerSource(List.of("WINCH"));
		try {
			source.afterPropertiesSet();
			assertThat(source.getTrigger()).isNull();
			Signal.raise(WINCH);
			Awaitility.await().until(() -> passedOn[0] != null);
			assertThat(source.getTrigger()).isEqualTo("SIGWINCH");
		}
		finally {
			source.destroy();
			Signal.handle(WINCH, original);
		}
	}

	@Test
	void theHandlerThatWasThereBeforeIsPutBack() {
		SignalHandler previous = (signal) -> {
		};
		SignalHandler original = Signal.handle(WINCH, previous);
		try {
			SignalTriggerSource source = new SignalTriggerSource(List.of("WINCH"));
			source.afterPropertiesSet();
			source.destroy();
			assertThat(Signal.handle(WINCH, original)).isSameAs(previous);
		}
		finally {
			Signal.handle(WINCH, original);
		}
	}

	@Test
	void aSignalThatIsIgnoredStaysIgnored() {
		SignalHandler original = Signal.handle(WINCH, SignalHandler.SIG_IGN);
		try {
			SignalTriggerSource source = new SignalTriggerSource(List.of("WINCH"));
			source.afterPropertiesSet();
			assertThat(Signal.handle(WINCH, original)).isSameAs(SignalHandler.SIG_IGN);
		}
		finally {
			Signal.handle(WINCH, original);
		}
	}

	@Test
	void aSignalThatTheJvmNeedsOrNobodyKnowsFailsTheStart() {
		for (String name : List.of("QUIT", "KILL", "NOSUCH")) {
			SignalTriggerSource source = new SignalTriggerSource(List.of(name));
			assertThatExceptionOfType(InvalidShutdownConfigurationException.class)
				.isThrownBy(source::afterPropertiesSet)
				.withMessageContaining("'shutdown.signals'")
				.withMessageContaining("'" + name + "'");
		}
	}

}
