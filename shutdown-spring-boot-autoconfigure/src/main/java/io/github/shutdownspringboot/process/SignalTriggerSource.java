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

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

import io.github.shutdownspringboot.coordinator.InvalidShutdownConfigurationException;
import io.github.shutdownspringboot.coordinator.TriggerSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sun.misc.Signal;
import sun.misc.SignalHandler;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.core.Ordered;

/**
 * Remembers which signal came, and leaves it to the handler that was there before to act
 * on it: for TERM and INT that of the JVM, which runs the shutdown hooks.
 */
final class SignalTriggerSource implements TriggerSource, Ordered, InitializingBean, DisposableBean {

	private static final Logger logger = LoggerFactory.getLogger(SignalTriggerSource.class);

	private static final String PREFIX = "SIG";

	/**
	 * The signals that the JVM acts on by itself, unless it was told not to ({@code
	 * -Xrs}). It refuses handlers for them in that case only.
	 */
	private static final Set<String> JVM_SIGNALS = Set.of("TERM", "INT", "HUP");

	/**
	 * What the shell adds to the number of a signal that has ended a process.
	 */
	private static final int EXIT_CODE_BASE = 128;

	private final List<String> names;

	private final SecondSignal second;

	private final Map<Signal, ChainedHandler> handlers = new LinkedHashMap<>();

	private final AtomicReference<@Nullable String> received = new AtomicReference<>();

	SignalTriggerSource(List<String> names, SecondSignal second) {
		this.names = names;
		this.second = second;
	}

	@Override
	public void afterPropertiesSet() {
		for (String name : this.names) {
			install(name);
		}
	}

	private void install(String name) {
		try {
			Signal signal = new Signal(name);
			ChainedHandler handler = new ChainedHandler();
			SignalHandler previous = Signal.handle(signal, handler);
			handler.previous = previous;
			if (previous == SignalHandler.SIG_IGN) {
				// Started by nohup or in the background: whoever did wants it ignored
				Signal.handle(signal, previous);
				return;
			}
			this.handlers.put(signal, handler);
		}
		catch (IllegalArgumentException ex) {
			if (!JVM_SIGNALS.contains(name)) {
				throw refusal(name, String.valueOf(ex.getMessage()));
			}
			logger.debug("The JVM does not let signal {} be handled: it will not be known as a trigger", name, ex);
		}
	}

	private static InvalidShutdownConfigurationException refusal(String name, String reason) {
		return new InvalidShutdownConfigurationException(
				"The property 'shutdown.signals' has the value '%s', which cannot be handled: %s.".formatted(name,
						reason),
				"Remove it: the operating system does not know the signal, or the JVM needs it for itself.");
	}

	@Override
	public @Nullable String getTrigger() {
		return this.received.get();
	}

	@Override
	public Set<String> getPossibleTriggers() {
		return this.names.stream().map(PREFIX::concat).collect(Collectors.toSet());
	}

	@Override
	public int getOrder() {
		return 0;
	}

	@Override
	public void destroy() {
		if (this.second.isStillPossible()) {
			return;
		}
		this.handlers.forEach((signal, handler) -> {
			handler.detached = true;
			SignalHandler current = Signal.handle(signal, handler.previous);
			if (current != handler) {
				// Somebody else has chained itself to us and stays
				Signal.handle(signal, current);
			}
		});
		this.handlers.clear();
	}

	/**
	 * Takes note of a signal and passes it on.
	 */
	private final class ChainedHandler implements SignalHandler {

		private volatile SignalHandler previous = SignalHandler.SIG_DFL;

		/**
		 * Whoever has chained itself to this handler goes on calling it.
		 */
		private volatile boolean detached;

		@Override
		public void handle(Signal signal) {
			String name = PREFIX + signal.getName();
			if (this.detached) {
				this.previous.handle(signal);
				return;
			}
			if (SignalTriggerSource.this.received.compareAndSet(null, name)) {
				SignalTriggerSource.this.second.firstCame();
			}
			else {
				SignalTriggerSource.this.second.came(name, EXIT_CODE_BASE + signal.getNumber());
			}
			if (this.previous == SignalHandler.SIG_DFL) {
				// The operating system would end the process without running a hook
				System.exit(EXIT_CODE_BASE + signal.getNumber());
			}
			this.previous.handle(signal);
		}

	}

}
