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

import org.jspecify.annotations.Nullable;

import org.springframework.boot.cloud.CloudPlatform;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * What is right depends on where the application runs: behind the load balancers of
 * Kubernetes, in a test or anywhere else.
 *
 * @since 0.1.0
 */
@Internal
public final class PlatformDefaults {

	/**
	 * Set by Spring Boot in each context that a test makes.
	 */
	private static final String TEST_PROPERTY = "org.springframework.boot.test.context.SpringBootTestContextBootstrapper";

	private PlatformDefaults() {
	}

	/**
	 * Return whether the application is part of a Spring Boot test: then it shares its
	 * process with other applications and stops without ceremony.
	 * @param environment the environment of the application
	 * @return whether it is under test
	 */
	public static boolean isTest(Environment environment) {
		return environment.getProperty(TEST_PROPERTY, Boolean.class, false);
	}

	/**
	 * Return how long the platform has been stopping the application before it asked it
	 * to stop.
	 * @param environment the environment of the application
	 * @return what {@code shutdown.pre-stop} says
	 */
	public static Duration getPreStop(Environment environment) {
		return Binder.get(environment).bind("shutdown.pre-stop", Duration.class).orElse(Duration.ZERO);
	}

	/**
	 * Return how long to give clients: what the user has set, or else something on
	 * Kubernetes and nothing elsewhere.
	 * @param environment the environment of the application
	 * @param configured what the user has set
	 * @param onKubernetes the default on Kubernetes
	 * @return the duration
	 */
	public static Duration get(Environment environment, @Nullable Duration configured, Duration onKubernetes) {
		if (configured != null) {
			return configured;
		}
		return (CloudPlatform.KUBERNETES.isActive(environment) && !isTest(environment)) ? onKubernetes : Duration.ZERO;
	}

}
