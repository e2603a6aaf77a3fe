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

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.shutdownspringboot.coordinator.InvalidShutdownConfigurationException;
import io.github.shutdownspringboot.coordinator.ManualShutdownClock;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import sun.misc.Signal;
import sun.misc.SignalHandler;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link SignalTriggerSource}. WINCH stands in for a signal that ends the
 * process: nobody minds it.
 */
@ExtendWith(OutputCaptureExtension.class)
class SignalTriggerSourceTests {

	private static final Signal WINCH = new Signal("WINCH");

	private final List<Integer> halts = new CopyOnWriteArrayList<>();

	private final ManualShutdownClock clock = new ManualShutdownClock();

	private boolean exiting;

	private final SecondSignal second = new SecondSignal(new TestJvm(), this.clock, true);

	@Test
	void theSignalIsRememberedAndPassedOn() {
		Signal[] passedOn = new Signal[1];
		SignalHandler original = Signal.handle(WINCH, (signal) -> passedOn[0] = signal);
		SignalTriggerSource source = new SignalTriggerSource(List.of("WINCH"), this.second);
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
			SignalTriggerSource source = new SignalTriggerSource(List.of("WINCH"), this.second);
			source.afterPropertiesSet();
			source.destroy();
			assertThat(Signal.handle(WINCH, original)).isSameAs(previous);
		}
		finally {
			Signal.handle(WINCH, original);
		}
	}

	@Test
	void theHandlerStaysWhereTheJvmIsExitingSoThatASecondSignalIsSeen() {
		SignalHandler original = Signal.handle(WINCH, (signal) -> {
		});
		try {
			SignalTriggerSource source = new SignalTriggerSource(List.of("WINCH"), this.second);
			source.afterPropertiesSet();
			this.exiting = true;
			source.destroy();
			Signal.raise(WINCH);
			Awaitility.await().until(() -> "SIGWINCH".equals(source.getTrigger()));
		}
		finally {
			Signal.handle(WINCH, original);
		}
	}

	@Test
	void aSignalThatIsIgnoredStaysIgnored() {
		SignalHandler original = Signal.handle(WINCH, SignalHandler.SIG_IGN);
		try {
			SignalTriggerSource source = new SignalTriggerSource(List.of("WINCH"), this.second);
			source.afterPropertiesSet();
			assertThat(Signal.handle(WINCH, original)).isSameAs(SignalHandler.SIG_IGN);
		}
		finally {
			Signal.handle(WINCH, original);
		}
	}

	@Test
	void aSignalThatTheJvmNeedsOrNobodyKnowsFailsTheStart() {
		for (String name : List.of("KILL", "NOSUCH")) {
			SignalTriggerSource source = new SignalTriggerSource(List.of(name), this.second);
			assertThatExceptionOfType(InvalidShutdownConfigurationException.class)
				.isThrownBy(source::afterPropertiesSet)
				.withMessageContaining("'shutdown.signals'")
				.withMessageContaining("'" + name + "'");
		}
	}

	@Test
	void aSecondSignalEndsTheProcessWithItsCode(CapturedOutput output) {
		this.exiting = true;
		this.second.firstCame();
		this.clock.advance(Duration.ofMillis(300));
		this.second.came("SIGTERM", 143);
		assertThat(this.halts).containsExactly(143);
		assertThat(output).contains("SIGTERM came while the application was shutting down");
	}

	@Test
	void theSameSignalThatComesTwiceAtOnceIsNoSecondOne() {
		this.exiting = true;
		this.second.firstCame();
		this.clock.advance(Duration.ofMillis(99));
		this.second.came("SIGINT", 130);
		assertThat(this.halts).isEmpty();
	}

	@Test
	void aSecondSignalDoesNothingIfThatIsWantedOrTheFirstDidNotEndTheProcess() {
		SecondSignal ignored = new SecondSignal(new TestJvm(), this.clock, false);
		ignored.firstCame();
		this.exiting = true;
		this.second.firstCame();
		this.clock.advance(Duration.ofSeconds(1));
		ignored.came("SIGTERM", 143);
		this.exiting = false;
		this.second.came("SIGTERM", 143);
		assertThat(this.halts).isEmpty();
	}

	private final class TestJvm extends Jvm {

		@Override
		boolean isExiting() {
			return SignalTriggerSourceTests.this.exiting;
		}

		@Override
		void flushLogs() {
		}

		@Override
		void halt(int code) {
			SignalTriggerSourceTests.this.halts.add(code);
		}

	}

}
