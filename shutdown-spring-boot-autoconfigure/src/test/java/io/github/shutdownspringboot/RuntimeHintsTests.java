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

package io.github.shutdownspringboot;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What main code looks into by reflection, or looks for by name, is there and is known to
 * a native image.
 */
class RuntimeHintsTests {

	private static final String OURS = "io.github.shutdownspringboot.";

	private static final RuntimeHints hints = read();

	private static RuntimeHints read() {
		RuntimeHints hints = new RuntimeHints();
		ClassLoader classLoader = RuntimeHintsTests.class.getClassLoader();
		List<RuntimeHintsRegistrar> registrars = SpringFactoriesLoader
			.forResourceLocation("META-INF/spring/aot.factories", classLoader)
			.load(RuntimeHintsRegistrar.class)
			.stream()
			.filter((registrar) -> registrar.getClass().getName().startsWith(OURS))
			.toList();
		assertThat(registrars).isNotEmpty();
		registrars.forEach((registrar) -> registrar.registerHints(hints, classLoader));
		return hints;
	}

	@ParameterizedTest
	@CsvSource({ "org.springframework.context.support.DefaultLifecycleProcessor, timeoutsForShutdownPhases",
			"org.springframework.context.support.DefaultLifecycleProcessor, timeoutPerShutdownPhase",
			"org.springframework.core.task.SimpleAsyncTaskExecutor, taskDecorator",
			"org.springframework.scheduling.concurrent.SimpleAsyncTaskScheduler, fixedDelayExecutor",
			"org.springframework.scheduling.concurrent.ExecutorConfigurationSupport, acceptTasksAfterContextClose",
			"org.apache.catalina.connector.RequestFacade, request", "org.apache.coyote.Request, hook",
			"org.apache.coyote.AbstractProcessor, socketWrapper", "org.apache.coyote.http2.StreamProcessor, stream" })
	void aFieldMayBeRead(String type, String name) {
		Field field = ReflectionUtils.findField(ClassUtils.resolveClassName(type, null), name);
		assertThat(field).isNotNull();
		assertThat(RuntimeHintsPredicates.reflection().onFieldAccess(field)).accepts(hints);
	}

	@Test
	void aStreamOfTomcatMayBeReset() {
		Method method = ReflectionUtils.findMethod(ClassUtils.resolveClassName("org.apache.coyote.http2.Stream", null),
				"receiveReset", long.class);
		assertThat(method).isNotNull();
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(method)).accepts(hints);
	}

	@ParameterizedTest
	@ValueSource(strings = { "jakarta.servlet.http.HttpServletRequest", "org.apache.catalina.connector.RequestFacade",
			"org.apache.tomcat.websocket.server.WsHttpUpgradeHandler",
			"org.eclipse.jetty.ee11.servlet.ServletApiRequest",
			"org.springframework.boot.web.server.context.WebServerApplicationContext",
			"reactor.netty.http.server.HttpServerRequest" })
	void aTypeIsFoundByItsName(String type) {
		assertThat(RuntimeHintsPredicates.reflection().onType(ClassUtils.resolveClassName(type, null))).accepts(hints);
	}

	@Test
	void whatIsNotNamedIsNotKnown() {
		assertThat(RuntimeHintsPredicates.reflection().onType(RuntimeHintsTests.class)).rejects(hints);
	}

}
