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

import io.github.shutdownspringboot.coordinator.ConditionalOnShutdown;
import io.github.shutdownspringboot.coordinator.PlatformDefaults;
import io.github.shutdownspringboot.coordinator.ShutdownClock;
import io.github.shutdownspringboot.coordinator.ShutdownCoordinator;
import io.github.shutdownspringboot.coordinator.ShutdownCoordinatorAutoConfiguration;
import io.github.shutdownspringboot.coordinator.ShutdownWarmUp;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.NativeDetector;
import org.springframework.core.env.Environment;

/**
 * {@link AutoConfiguration Auto-configuration} for the process that the application runs
 * in.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = ShutdownCoordinatorAutoConfiguration.class)
@ConditionalOnShutdown
@EnableConfigurationProperties(ProcessProperties.class)
public final class ProcessAutoConfiguration {

	@Bean
	JvmExitTriggerSource shutdownJvmExitTriggerSource(Environment environment) {
		return new JvmExitTriggerSource(
				environment.getProperty("spring.main.register-shutdown-hook", Boolean.class, true));
	}

	@Bean
	SmartInitializingSingleton shutdownExitCodeInitializer(ObjectProvider<ExitCode> shutdownExitCode,
			ShutdownCoordinator shutdownCoordinator, ProcessProperties properties, Environment environment) {
		return () -> {
			ExitCode available = getAvailable(shutdownExitCode, environment);
			if (available != null) {
				available.watch(shutdownCoordinator, properties.getExit());
			}
		};
	}

	@Bean
	ForcedEnd shutdownForcedEnd(ObjectProvider<ExitCode> shutdownExitCode, ProcessProperties properties,
			Environment environment, ShutdownClock shutdownClock) {
		ExitCode available = getAvailable(shutdownExitCode, environment);
		return new ForcedEnd((available != null) ? available.getJvm() : null, properties.getExit().getFailureCode(),
				shutdownClock);
	}

	private static @Nullable ExitCode getAvailable(ObjectProvider<ExitCode> exitCode, Environment environment) {
		// The process of a test belongs to the test
		return PlatformDefaults.isTest(environment) ? null : exitCode.getIfAvailable();
	}

	@Bean
	ShutdownClassPreloader shutdownClassPreloader(ObjectProvider<ExitCode> shutdownExitCode,
			ShutdownCoordinator shutdownCoordinator, Environment environment) {
		// A native image has all its classes, compiled
		boolean enabled = getAvailable(shutdownExitCode, environment) != null && !NativeDetector.inNativeImage();
		ClassLoader classLoader = getClass().getClassLoader();
		return new ShutdownClassPreloader(shutdownCoordinator, classLoader, () -> new ShutdownWarmUp(classLoader).run(),
				enabled);
	}

	/**
	 * Signals, where the JVM has them.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(name = "sun.misc.Signal")
	static class SignalConfiguration {

		@Bean
		SignalTriggerSource shutdownSignalTriggerSource(ObjectProvider<ExitCode> shutdownExitCode,
				ProcessProperties properties, Environment environment, ShutdownClock shutdownClock) {
			// A native image has handlers of its own
			boolean none = getAvailable(shutdownExitCode, environment) == null || NativeDetector.inNativeImage();
			SecondSignal second = new SecondSignal(new Jvm(), shutdownClock,
					properties.getExit().getOnSecondSignal() == ProcessProperties.OnSecondSignal.HALT);
			return new SignalTriggerSource(none ? List.of() : properties.getSignals(), second);
		}

	}

}
